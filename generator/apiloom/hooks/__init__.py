"""Hooks that generate when a wheel is built, so that no code need be committed.

Loaded by hatchling and by setuptools through entry points, wherever apiloom stands
beside them: nothing here costs anything, or has a say, in a project that has not asked
for it. Neither of the two is a dependency of apiloom.
"""

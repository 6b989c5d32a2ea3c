"""The API as typed values.

In: `NormalDocument`. `parse` walks it to an `ApiSpec`; `resolve` decides shapes, names
and modules. Out: `ResolvedApi`.
"""

"""Tests of the client part of the runtime."""

"""The book of names: what everything public is called, and what has shipped.

In: the shapes of an API, the names that are `Shipped`, the user's `NameOverrides` and
rules. Out: a name for each module, class, dictionary, field, resource, method, argument
and credential. For every kind the user's names come first, then those that shipped,
then the rules, of which the first that gives a name of its own counts.
"""

"""Inspection: whom to look at, and how good a file is.

`draws` picks inspectees and inspectors at random so that a third party can recount it, and
`scoring` adds up the points of a reviewed case file.
"""

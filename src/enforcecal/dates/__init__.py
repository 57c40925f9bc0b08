"""Floor 1: which day?  Notices, calendars, periods and clocks; this floor knows no law.

`notices` are what authorities publish of a year, those of China as literals in `_cn`; `calendars`
counts working days by them, `names` knows which countries and time zones there are, and `forecast`
what notices still to come can do.  `periods` are lengths of time and how a last day is found,
`clocks` run one from a start through pauses and extensions, `elapsed` runs one in working hours.
`deadlines` is the answer: the day and, from `certainty`, how sure it is; `ranges` finds the days
over which it can still move, and `traces` recounts it.
"""

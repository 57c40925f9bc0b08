"""The checks: what may be wrong with a case, each one value with code, meaning and test.

`check` says what a check is, `words` names acts and limits for all of them, and `completions` says
what the record may lack.  `time` holds what asks whether something came in time, `order` what asks
whether it was lawful where the case stood, `record` what tells of the things not read or not
recorded.  `table` is the one list of all, from which audit, validate, explain and the list of codes
come; `ties` settles what turns on the order of a day.
"""

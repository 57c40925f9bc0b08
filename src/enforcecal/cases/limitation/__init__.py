"""Limitation of punishment (追责时效): has the right to punish expired, and in whose hands?

`conduct` is what was done and who found out, `barring` counts the years, `answer` is the door: the
status with its reasons.  `logged` asks it of the log of a case, `transfers` follows a case from
authority to authority, `advice` says what to do next, and `scan` goes over a table of cases.
"""

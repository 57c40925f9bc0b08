"""What lies before a case: the officer's page of the morning.

`values` are the answer and its parts, `ahead` counts forward and backward from where a replay
stands, and `answer` puts the two together: `enforcecal.cases.outlook.answer.outlook`.
"""

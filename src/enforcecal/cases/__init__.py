"""What is asked of a case: what went wrong, what may come next, what is late.

`replay` and `limitation` are the engines below.  `findings` and `checks` say what was wrong, and
`audit` puts the question to many cases, with `notes` on what a table as a whole lacks; `validate`
judges one event before it is recorded, and `outlook` looks at what lies before a case; `cards`
warns before a last day, and `impact` says whom a new notice, law or reading moves.
"""

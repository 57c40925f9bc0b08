"""Floor 3: what happened in a case, and was it lawful?"""

"""The judgement of dates: which evidence to believe, how confidently, and with which bounds."""

"""Answers written by a chat model: which model, what it is asked, and what is made of its words.

Imported only when a model is set: LangChain alone takes about a second.
"""

"""The pages that staff read and use, what every page looks like, and how all of them behave.

`app` puts it together; `show` makes a page or its JSON; `manners` is what holds on every route;
`doors` says who may come in where; every other file here is the pages about one noun.
"""

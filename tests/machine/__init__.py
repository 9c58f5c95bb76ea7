"""What tests need of the machine, as fixtures that any test may ask for by name (fixtures.py has them all):

- `postgres_url`: an empty PostgreSQL database of this test's own
- `browser`, `page`: a real Chromium, and a fresh page; a script error or broken content rule fails the test

Tests that ask for them get the marks `postgres` and `browser` by themselves. Browser tests are `async def`.
"""

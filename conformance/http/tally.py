"""Counts checks and prints the failing ones; the last line is `N passed, N failed`."""


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.skipped = []
        self.names = []

    def check(self, name, problems):
        """`problems` is a list of texts, empty when all is well; or a truth value."""
        self.names.append(name)
        if problems is True:
            problems = []
        if problems is False:
            problems = ["does not hold"]
        if not problems:
            self.passed += 1
            return True
        self.failed += 1
        print(f"FAILED {name}")
        for problem in problems[:8]:
            print(f"    {problem}")
        return False

    def skip(self, name, reason):
        self.skipped.append(name)
        print(f"SKIPPED {name}: {reason}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed"
              + (f", {len(self.skipped)} skipped" if self.skipped else ""))
        return 1 if self.failed else 0

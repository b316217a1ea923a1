"""The command line: `yuanwen`, which is `python -m qa`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from store.errors import YuanwenError

from .cli.parser import parse
from .cli.terminal import language_of, print_note, take_any_text
from .settings import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 done, 1 something failed, 2 the request was wrong, 130 Ctrl-C."""
    take_any_text()
    settings = None
    try:
        request = parse(sys.argv[1:] if arguments is None else arguments)
        settings = load(**request.settings)
        return request.run(settings)
    except YuanwenError as error:
        print_note(f"yuanwen: {error.message(language_of(settings))}")
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output had enough
        return 0


if __name__ == "__main__":
    sys.exit(main())

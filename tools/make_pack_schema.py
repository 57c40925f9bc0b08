"""Write `docs/pack.schema.json`, for editors that complete and check TOML while one types.

python tools/make_pack_schema.py            writes the file
python tools/make_pack_schema.py --check    says whether it is up to date, and changes nothing
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from enforcecal.law.schema import json_schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pack.schema.json"


def main() -> int:
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    if "--check" in sys.argv[1:]:
        same = TARGET.exists() and text == TARGET.read_text(encoding="utf-8")
        print(f"{TARGET.name} is {'up to date' if same else 'out of date'}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""For tests, ours and our users': strategies, walking oracles, a runner for vectors.

`strategies` needs the extra ``testing`` (Hypothesis); `oracles` and `vectors` need nothing.
"""

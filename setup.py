"""The compiled part of the linkage engine: plain C, called through ctypes (docs/adr/0009). All else: pyproject.toml."""

from pathlib import Path

from setuptools import Extension, setup

NATIVE = Path("src/kinkeeper/linkage/engine/native")

setup(
    ext_modules=[
        Extension(
            "kinkeeper.linkage.engine._kernel",
            sources=sorted(map(str, NATIVE.glob("*.c"))),
            depends=sorted(map(str, NATIVE.glob("*.h"))),
            extra_compile_args=["-O3", "-std=gnu11", "-fvisibility=hidden"],
        )
    ]
)

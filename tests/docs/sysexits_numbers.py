"""The numbers of sysexits.h, from the C library's own header."""
import re

with open("/usr/include/sysexits.h") as header:
    OF = {name: number for name, number in re.findall(r"#define\s+(EX_\w+)\s+(\d+)", header.read())}

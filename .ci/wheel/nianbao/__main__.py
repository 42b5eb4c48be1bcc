"""python -m nianbao：与命令 nianbao 相同。"""

import subprocess
import sys

from nianbao import program

sys.exit(subprocess.run([str(program()), *sys.argv[1:]]).returncode)

"""Agency file -> rows -> records. A layout is data; a pure library.

for delivery in read_folder(Path("extracts")):
    for record in delivery.records:
        ...
    print(delivery.extract, delivery.refusals)
"""

from kinkeeper.extracts.delivery import Delivery
from kinkeeper.extracts.folder import files_in, read_file, read_folder

__all__ = ["Delivery", "files_in", "read_file", "read_folder"]

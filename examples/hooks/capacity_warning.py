# Says when what is to be archived does not fit, or fills the destination to 80 % or 95 %.
# capacity-warning.ts does the same in TypeScript. (A session that cannot fit is not begun in any case, unless with
# --force.)
import os
import shutil

# Shares of the disk that are worth a word, the highest first.
LIMITS = (0.95, 0.8)


def archive_selection_updated(segment_info, num_frames, num_clips, data_size, metadata_size, *args, **kwargs):
    folder = folder_there(next(iter(segment_info.values()), ""))
    if not folder:
        return
    needed = (data_size + metadata_size) * 1e6
    disk = shutil.disk_usage(folder)
    if needed > disk.free:
        print("WARNING: %.3f GB do not fit: %s has %.3f GB left." % (needed / 1e9, folder, disk.free / 1e9))
        return
    share = (disk.total - disk.free + needed) / disk.total
    passed = next((limit for limit in LIMITS if share > limit), None)
    if passed is not None:
        print("WARNING: %s will be %d %% full, more than %d %%." % (folder, share * 100, passed * 100))


def folder_there(path):
    # The nearest folder above a segment that is there: that of the archive may not be yet.
    folder = os.path.dirname(path)
    while folder and not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder

# Which folder of a target names types that another one declares; fails where they form a cycle.
#
# Reads the lines `declares PATH NAME`, then `names PATH NAME`, of .ci/outline.awk. A folder is the
# first part of a path below the target, with all folders inside it. Types count, not the functions
# that an extension adds to a type of another folder.

index($2, target "/") != 1 { next }
{ folder = substr($2, length(target) + 2); sub(/\/?[^\/]*$/, "", folder); sub(/\/.*/, "", folder) }
folder == "" { folder = "(top)" }
$1 == "declares" { home[$3] = folder; folders[folder] }
$1 == "names" && $3 in home && home[$3] != folder { note(folder, home[$3], $3) }

function note(from, to, name) {
  folders[from]
  if (seen[from, to, name]++) return
  if (count[from, to]++ < 3) examples[from, to] = examples[from, to] " " name
}

END {
  for (from in folders) printf "  %-16s → %s\n", from, targets(from) | "sort"
  close("sort")
  remove_ends()
  for (from in folders) for (to in folders)
    if ((from, to) in count) {
      printf "  in a cycle: %s → %s:%s\n", from, to, examples[from, to] | "sort"
      broken = 1
    }
  close("sort")
  exit broken
}

# The folders that one folder knows, and how many of their types.
function targets(from,    to, list) {
  for (to in folders) if ((from, to) in count) list = list " " to " " count[from, to] ","
  sub(/,$/, "", list)
  return list == "" ? " none" : list
}

# Takes away folders that know no other one, or that no other one knows, until only circles are left.
function remove_ends(    isChanged, folder) {
  do {
    isChanged = 0
    for (folder in folders) if (!knows(folder) || !isKnown(folder)) {
      delete folders[folder]
      isChanged = 1
    }
  } while (isChanged)
}

function knows(from,    to) {
  for (to in folders) if ((from, to) in count) return 1
  return 0
}

function isKnown(to,    from) {
  for (from in folders) if ((from, to) in count) return 1
  return 0
}

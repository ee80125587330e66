# The outline of Swift files, as lines of words separated by tabs, for .ci/measure:
#
#   file      PATH LINES
#   function  PATH:LINE NAME LINES     func, init, deinit, subscript, computed property; from its
#                                      first line to its closing brace
#   member    TYPE                     func, var, let, init or subscript of the type, in its body or
#                                      in an extension
#   declares  PATH NAME                a type at the top of a file that other files can see
#   names     PATH NAME                a capitalized name that the file's code mentions
#
# It reads the text, not the grammar: strings and comments are blanked, then braces are followed.

FNR == 1 { end_file(); begin_file() }
{ lines = FNR; outline(code($0)) }
END { end_file() }

function begin_file() {
  path = FILENAME
  split("", seen)  # names that were printed for this file
  depth = 0        # frames: open braces, with what each of them belongs to
  level = 0        # strings and interpolations that are open, one inside the other
  comments = 0
  parentheses = 0
  pending = ""
}

function end_file() { if (path != "") print "file\t" path "\t" lines }

# The line with its comments left out and its strings empty.
function code(line,    result, place, rest) {
  if (!level && !comments && line !~ /["\/#]/) return line
  result = ""
  place = 1
  while (place <= length(line)) {
    rest = substr(line, place)
    if (comments) place += comment(rest)
    else if (level && kind[level] != "(") place += inside_string(rest)
    else if (rest ~ /^\/\//) break
    else if (rest ~ /^\/\*/) { comments++; place += 2 }
    else if (match(rest, /^#*("""|")/)) {
      open_string(substr(rest, 1, RLENGTH))
      result = result "\"\""
      place += RLENGTH
    } else {
      if (level) follow_interpolation(substr(rest, 1, 1))
      if (!level || kind[level] == "(") result = result substr(rest, 1, 1)
      place++
    }
  }
  return result
}

# Each of these returns how many characters it has dealt with.
function comment(rest) {
  if (rest ~ /^\/\*/) { comments++; return 2 }
  if (rest ~ /^\*\//) { comments--; return 2 }
  return 1
}

function open_string(delimiter,    hashes) {
  hashes = delimiter
  gsub(/"/, "", hashes)
  kind[++level] = "\""
  closing[level] = substr(delimiter, length(hashes) + 1) hashes
  escape[level] = "\\" hashes
}

function inside_string(rest,    mark) {
  mark = escape[level]
  if (substr(rest, 1, length(mark) + 1) == mark "(") {
    kind[++level] = "("
    open[level] = 0
    return length(mark) + 1
  }
  if (substr(rest, 1, length(mark)) == mark) return length(mark) + 1
  if (substr(rest, 1, length(closing[level])) != closing[level]) return 1
  return length(closing[level--])
}

function follow_interpolation(character) {
  if (character == "(") open[level]++
  if (character == ")" && open[level]-- == 0) level--
}

# Follows the declarations and braces of a line of code.
function outline(line,    place, character, start) {
  mention(line)
  start = 1
  for (place = 1; place <= length(line); place++) {
    character = substr(line, place, 1)
    if (character !~ /[{}();=]/) continue
    if (start && character != "=") { declaration(substr(line, start, place - start + 1)); start = 0 }
    if (character == "(") parentheses++
    else if (character == ")") parentheses--
    else if (character == "=" && pending == "var" && !parentheses) pending = "block"
    else if (character == "{") { open_brace(); start = place + 1 }
    else if (character == "}") { close_brace(); start = place + 1 }
    else if (character == ";") start = place + 1
  }
  if (start) declaration(substr(line, start))
  if (pending ~ /^(var|block)$/ && !parentheses) pending = ""
}

# Notes what a piece of code declares, if it declares something.
function declaration(text,    isHidden) {
  if (parentheses) return
  isHidden = text ~ /^ *(@[^ ]* )*(private|fileprivate) /
  while (sub(/^ *(@[A-Za-z]+(\([^)]*\))?|[a-z]+\((set|unsafe)\)) */, "", text)) continue
  while (sub(modifier, "", text)) continue
  sub(/^ +/, "", text)
  if (match(text, /^(func|var|let|struct|enum|class|actor|protocol|extension|typealias) /)) {
    pending = substr(text, 1, RLENGTH - 1)
    name = substr(text, RLENGTH + 1)
  } else if (match(text, /^(init|deinit|subscript)[?!<( {]/)) {
    pending = "func"
    name = substr(text, 1, RLENGTH - 1)
    text = "func " name
  } else return
  if (pending == "func") sub(/ *[(<{].*$/, "", name); else sub(/[^A-Za-z0-9_.`].*$/, "", name)
  start_line = FNR
  if (text ~ /^(func|var|let) / && frame[depth] == "type" && depth) print "member\t" owner[depth]
  if (pending == "let") pending = "block"
  if (!depth && !isHidden && pending ~ /^(struct|enum|class|actor|protocol|typealias)$/)
    print "declares\t" path "\t" name
}

BEGIN {
  modifier = "^ *(public|package|internal|private|fileprivate|open|static|final|override|" \
    "mutating|nonmutating|consuming|borrowing|nonisolated|convenience|required|indirect|lazy|" \
    "weak|unowned|prefix|postfix|infix|isolated|dynamic|class) +"
}

function open_brace() {
  if (parentheses || pending == "") { push("block"); return }
  if (pending ~ /^(struct|enum|class|actor|protocol|extension)$/) {
    push("type")
    owner[depth] = (owner[depth - 1] != "" && depth > 1 ? owner[depth - 1] "." : "") name
    isProtocol[depth] = pending == "protocol"
  } else push(pending ~ /^(func|var)$/ && !isProtocol[depth] ? "function" : "block")
  pending = ""
}

function push(what) {
  depth++
  frame[depth] = what
  title[depth] = name
  first[depth] = start_line
  outer[depth] = parentheses
  parentheses = 0
  owner[depth] = owner[depth - 1]
  isProtocol[depth] = 0
}

function close_brace() {
  pending = ""
  if (!depth) return
  if (frame[depth] == "function")
    print "function\t" path ":" first[depth] "\t" title[depth] "\t" FNR - first[depth] + 1
  parentheses = outer[depth]
  owner[depth] = ""
  depth--
}

# Prints the capitalized names of a line of code, each of them once for the file.
function mention(line,    word) {
  while (match(line, /[.]?[A-Za-z_][A-Za-z0-9_]*/)) {
    word = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (word !~ /^[A-Z]/ || word in seen) continue
    seen[word]
    print "names\t" path "\t" word
  }
}

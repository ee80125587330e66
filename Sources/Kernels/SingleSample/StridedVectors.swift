// Two vectors instead of one of twice the width: the standard library's halves of the widest type
// are not inlined, and the linker could use these functions for the rest of the program.

/// The elements at even offsets of two vectors that begin at an address.
@inline(__always)
func evens(_ address: UnsafePointer<Float>) -> Vector {
  Vector(lowHalf: load(address).evenHalf, highHalf: load(address + vectorWidth).evenHalf)
}

/// The elements at odd offsets.
@inline(__always)
func odds(_ address: UnsafePointer<Float>) -> Vector {
  Vector(lowHalf: load(address).oddHalf, highHalf: load(address + vectorWidth).oddHalf)
}

/// The first `count` numbers at a distance of `step`, at most a vector of them. Up to a vector of
/// numbers after the last one is read.
@inline(__always)
func load(_ address: UnsafePointer<Float>, every step: Int, count: Int) -> Vector {
  if step == 1 { return load(address) }
  if step == 2 { return evens(address) }
  var vector = Vector(repeating: 0)
  if count >= Vector.scalarCount {
    for lane in 0..<Vector.scalarCount { vector[lane] = address[lane * step] }
  } else {
    for lane in 0..<count { vector[lane] = address[lane * step] }
  }
  return vector
}

/// Writes the elements of two vectors alternately.
@inline(__always)
func storeInterleaved(_ even: Vector, _ odd: Vector, _ address: UnsafeMutablePointer<Float>) {
  var (low, high) = (Vector(), Vector())
  (low.evenHalf, low.oddHalf) = (even.lowHalf, odd.lowHalf)
  (high.evenHalf, high.oddHalf) = (even.highHalf, odd.highHalf)
  store(low, address)
  store(high, address + vectorWidth)
}

/// The index of every lane: 0, 1, 2, … They are floats, because the standard library compares the
/// order of integers lane by lane.
@inline(__always) var laneIndices: Vector {
  #if LEVEL_V4
    Vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif LEVEL_V3
    Vector(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    Vector(0, 1, 2, 3)
  #endif
}

/// The start of the next vector of a line of `count` numbers, where the last vector ends with the
/// line: its overlap with the previous one is computed twice.
@inline(__always)
func nextPlace(_ place: Int, _ count: Int) -> Int {
  max(0, min(place, count - Vector.scalarCount))
}

/// Writes `count` zeros, and nothing after them.
@inline(__always)
func clearRow(_ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place + vectorWidth <= count {
    store(Vector(repeating: 0), to + place)
    place += vectorWidth
  }
  while place < count {
    to[place] = 0
    place += 1
  }
}

/// Copies `count` numbers.
@inline(__always)
func copyRow(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place + vectorWidth <= count {
    store(load(from + place), to + place)
    place += vectorWidth
  }
  while place < count {
    to[place] = from[place]
    place += 1
  }
}

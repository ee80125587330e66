// Two registers are not one of twice the width: the standard library's halves of the widest type stay
// functions, which the linker could use for the rest of the program.

/// Every second number of two registers that begin at an address.
@inline(__always)
func evens(_ address: UnsafePointer<Float>) -> Vector {
  Vector(lowHalf: load(address).evenHalf, highHalf: load(address + vectorWidth).evenHalf)
}

/// The others.
@inline(__always)
func odds(_ address: UnsafePointer<Float>) -> Vector {
  Vector(lowHalf: load(address).oddHalf, highHalf: load(address + vectorWidth).oddHalf)
}

/// The first `count` numbers that lie `step` apart, at most a register of them. Up to a register of
/// numbers behind the last is read.
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

/// Writes the numbers of two registers in turn.
@inline(__always)
func storeInterleaved(_ even: Vector, _ odd: Vector, _ address: UnsafeMutablePointer<Float>) {
  var (low, high) = (Vector(), Vector())
  (low.evenHalf, low.oddHalf) = (even.lowHalf, odd.lowHalf)
  (high.evenHalf, high.oddHalf) = (even.highHalf, odd.highHalf)
  store(low, address)
  store(high, address + vectorWidth)
}

/// The index of every lane: 0, 1, 2, …
@inline(__always) var laneIndices: IntegerVector {
  #if LEVEL_V4
    IntegerVector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif LEVEL_V3
    IntegerVector(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    IntegerVector(0, 1, 2, 3)
  #endif
}

/// Where the next register of a line of `count` numbers begins, so that the last one ends with the
/// line: what it scales with the one before is computed twice.
@inline(__always)
func nextPlace(_ place: Int, _ count: Int) -> Int {
  max(0, min(place, count - Vector.scalarCount))
}

/// Writes `count` zeros, and nothing behind them.
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

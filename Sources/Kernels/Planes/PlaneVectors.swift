// Two registers together are no wider type: of the widest one the standard library's halves stay
// functions, which the linker could give to the rest of the program.

/// Every second number of two registers that begin at an address.
@inline(__always)
func evens(_ address: UnsafePointer<Float>) -> Lanes {
  Lanes(lowHalf: load(address).evenHalf, highHalf: load(address + vectorWidth).evenHalf)
}

/// The others.
@inline(__always)
func odds(_ address: UnsafePointer<Float>) -> Lanes {
  Lanes(lowHalf: load(address).oddHalf, highHalf: load(address + vectorWidth).oddHalf)
}

/// The first `count` numbers `step` apart that begin at an address, as many as a register takes; up
/// to a register's behind the last is read.
@inline(__always)
func load(_ address: UnsafePointer<Float>, every step: Int, count: Int) -> Lanes {
  if step == 1 { return load(address) }
  if step == 2 { return evens(address) }
  var lanes = Lanes(repeating: 0)
  if count >= Lanes.scalarCount {
    for lane in 0..<Lanes.scalarCount { lanes[lane] = address[lane * step] }
  } else {
    for lane in 0..<count { lanes[lane] = address[lane * step] }
  }
  return lanes
}

/// Two registers' numbers in turn.
@inline(__always)
func storeInTurn(_ even: Lanes, _ odd: Lanes, _ address: UnsafeMutablePointer<Float>) {
  var (low, high) = (Lanes(), Lanes())
  (low.evenHalf, low.oddHalf) = (even.lowHalf, odd.lowHalf)
  (high.evenHalf, high.oddHalf) = (even.highHalf, odd.highHalf)
  store(low, address)
  store(high, address + vectorWidth)
}

/// Puts the first numbers of a register where an address points.
@inline(__always)
func store(_ lanes: Lanes, _ address: UnsafeMutablePointer<Float>, count: Int) {
  if count >= Lanes.scalarCount { return store(lanes, address) }
  for lane in 0..<count { address[lane] = lanes[lane] }
}

/// The numbers 0, 1, 2, …
@inline(__always) var laneNumbers: LaneWords {
  #if LEVEL_V4
    LaneWords(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif LEVEL_V3
    LaneWords(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    LaneWords(0, 1, 2, 3)
  #endif
}

/// Where the next register of a line of `count` numbers begins, so that the last one ends with the
/// line: what it shares with the one before is computed twice.
@inline(__always)
func nextPlace(_ place: Int, _ count: Int) -> Int {
  max(0, min(place, count - Lanes.scalarCount))
}

/// Zeros, and nothing behind them.
@inline(__always)
func planeClear(_ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place + vectorWidth <= count {
    store(Lanes(repeating: 0), to + place)
    place += vectorWidth
  }
  while place < count {
    to[place] = 0
    place += 1
  }
}

/// The numbers of one place at another.
@inline(__always)
func planeMove(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int) {
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

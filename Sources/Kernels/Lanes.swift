#if LEVEL_V4
  /// A register.
  typealias Lanes = SIMD16<Float>
#elseif LEVEL_V3
  /// A register.
  typealias Lanes = SIMD8<Float>
#else
  /// A register.
  typealias Lanes = SIMD4<Float>
#endif

/// `sum + a · b`, rounded once where the level has an instruction for it, twice where it has not:
/// there a single rounding would be a call of the library.
@inline(__always)
func multiplyAdd(_ sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
  #if LEVEL_V3 || LEVEL_V4 || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// The numbers that begin at an address.
@inline(__always)
func load(_ address: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
}

/// Puts the numbers of a register where an address points.
@inline(__always)
func store(_ lanes: Lanes, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: lanes, as: Lanes.self)
}

#if LEVEL_V4
  /// A vector of numbers, and of integers of the same width.
  typealias Vector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
#elseif LEVEL_V3
  /// A vector of numbers, and of integers of the same width.
  typealias Vector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
#else
  /// A vector of numbers, and of integers of the same width.
  typealias Vector = SIMD4<Float>
  typealias IntegerVector = SIMD4<Int32>
#endif

/// The number of lanes of a vector.
@inline(__always) var vectorWidth: Int { Vector.scalarCount }
/// The number of vectors in a cell of 16 interleaved samples.
@inline(__always) var cellVectors: Int { 16 / Vector.scalarCount }

/// `sum + a · b`: rounded once where the level has a fused instruction, twice otherwise, because
/// there a fused operation would be a library call.
@inline(__always)
func multiplyAdd(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if LEVEL_V3 || LEVEL_V4 || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// The numbers that begin at an address.
@inline(__always)
func load(_ address: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(address).loadUnaligned(as: Vector.self)
}

/// Writes a vector to an address.
@inline(__always)
func store(_ vector: Vector, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: Vector.self)
}

/// Writes the first `count` numbers of a vector to an address.
@inline(__always)
func store(_ vector: Vector, _ address: UnsafeMutablePointer<Float>, count: Int) {
  if count >= vectorWidth { return store(vector, address) }
  for lane in 0..<count { address[lane] = vector[lane] }
}

/// Asks the processor to bring the cache line of an address into the L1 cache. Any address may be given:
/// where nothing can be read, nothing happens.
@inline(__always)
func prefetch(_ address: UnsafeRawPointer) {
  prefetchIntrinsic(address, 0, 3, 1)
}

/// LLVM's intrinsic function (LLVM Language Reference Manual, `llvm.prefetch`), for which Swift has no
/// other name.
///
/// - Parameters:
///   - isWrite: 0 for reading.
///   - locality: 3 for all levels of the cache.
///   - isData: 1 for data.
@_silgen_name("llvm.prefetch.p0")
private func prefetchIntrinsic(
  _ address: UnsafeRawPointer, _ isWrite: Int32, _ locality: Int32, _ isData: Int32)

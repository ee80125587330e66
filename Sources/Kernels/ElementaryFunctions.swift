/// `exp` of a vector: the same operations as the scalar `Elementary.exp`, and so the same bits. The
/// same holds for the other functions of this file.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
  // Beyond these limits every result is infinite or 0.
  var bounded = x.replacing(with: 89, where: x .> 89)
  bounded.replace(with: -105, where: bounded .< -105)
  var result = boundedExponential(bounded)
  result.replace(with: .infinity, where: x .> 88.722_84)
  result.replace(with: 0, where: x .< -103.972_08)
  result.replace(with: x, where: x .!= x)
  return result
}

/// ``exponential(_:)`` for numbers that are at most 0.
@inline(__always)
private func fallingExponential(_ x: Vector) -> Vector {
  boundedExponential(x.replacing(with: -105, where: x .< -105))
}

/// `eˣ` for numbers from −105, where it is 0, to 89.
@inline(__always)
private func boundedExponential(_ bounded: Vector) -> Vector {
  // Adding 1.5 · 2²³ rounds to the nearest integer and leaves it in the low bits.
  let shifted = bounded * Vector(repeating: 1.442_695_04) + Vector(repeating: 12_582_912)
  let power = shifted - Vector(repeating: 12_582_912)
  let r =
    (bounded - power * Vector(repeating: 0.693_359_375))
    + power * Vector(repeating: 2.121_944_4e-4)
  var series = Vector(repeating: 1.987_569_1e-4)
  series = series * r + Vector(repeating: 1.398_199_9e-3)
  series = series * r + Vector(repeating: 8.333_452e-3)
  series = series * r + Vector(repeating: 4.166_579_6e-2)
  series = series * r + Vector(repeating: 0.166_666_65)
  series = series * r + Vector(repeating: 0.5)
  let fraction = series * (r * r) + r + Vector(repeating: 1)
  let integer =
    unsafeBitCast(shifted, to: IntegerVector.self) &- IntegerVector(repeating: 0x4B40_0000)
  let half = integer &>> IntegerVector(repeating: 1)
  return fraction * powerOfTwo(half) * powerOfTwo(integer &- half)
}

@inline(__always)
private func powerOfTwo(_ exponent: IntegerVector) -> Vector {
  unsafeBitCast(
    (exponent &+ IntegerVector(repeating: 127)) &<< IntegerVector(repeating: 23), to: Vector.self)
}

/// The natural logarithm of normal positive numbers; infinity and NaN are returned as they are.
@inline(__always)
func logarithm(_ x: Vector) -> Vector {
  let bits = unsafeBitCast(x, to: IntegerVector.self)
  let biased = (bits &>> IntegerVector(repeating: 23)) & IntegerVector(repeating: 255)
  // The exponent as a `Float`: its bits replace the low bits of 2²³.
  var exponent =
    unsafeBitCast(biased | IntegerVector(repeating: 0x4B00_0000), to: Vector.self)
    - Vector(repeating: 8_388_608 + 126)
  var fraction = unsafeBitCast(
    (bits & IntegerVector(repeating: 0x007F_FFFF)) | IntegerVector(repeating: 0x3F00_0000),
    to: Vector.self)
  let isLow = fraction .< 0.707_106_77
  exponent.replace(with: exponent - 1, where: isLow)
  fraction.replace(with: fraction + fraction, where: isLow)
  let f = fraction - 1
  var series = Vector(repeating: 7.037_683_6e-2)
  series = series * f + Vector(repeating: -0.115_146_1)
  series = series * f + Vector(repeating: 0.116_769_99)
  series = series * f + Vector(repeating: -0.124_201_41)
  series = series * f + Vector(repeating: 0.142_493_23)
  series = series * f + Vector(repeating: -0.166_680_58)
  series = series * f + Vector(repeating: 0.200_007_15)
  series = series * f + Vector(repeating: -0.249_999_94)
  series = series * f + Vector(repeating: 0.333_333_31)
  let square = f * f
  let tail =
    series * f * square - exponent * Vector(repeating: 2.121_944_4e-4)
    - Vector(repeating: 0.5) * square
  var result = f + tail + exponent * Vector(repeating: 0.693_359_375)
  result.replace(with: x, where: (x .!= x) .| (x .== .infinity))
  return result
}

@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let magnitude = absolute(x)
  let far =
    Vector(repeating: 1) - Vector(repeating: 2)
    / (exponential(magnitude + magnitude) + Vector(repeating: 1))
  let square = x * x
  var series = Vector(repeating: -5.704_988e-3)
  series = series * square + Vector(repeating: 2.063_908_9e-2)
  series = series * square + Vector(repeating: -5.373_971_6e-2)
  series = series * square + Vector(repeating: 0.133_314_42)
  series = series * square + Vector(repeating: -0.333_332_82)
  var result = series * square * x + x
  let signed = far.replacing(with: -far, where: x .<= 0)
  result.replace(with: signed, where: magnitude .>= 0.625)
  let limit = Vector(repeating: 1).replacing(with: -1, where: x .<= 0)
  result.replace(with: limit, where: magnitude .> 9.1)
  return result
}

/// `1 / (1 + e^−x)`, for negative numbers as `e^x / (1 + e^x)`.
@inline(__always)
func logistic(_ x: Vector) -> Vector {
  let power = fallingExponential(-absolute(x))
  let upper = power.replacing(with: 1, where: x .>= 0)
  return upper / (Vector(repeating: 1) + power)
}

@inline(__always)
func absolute(_ x: Vector) -> Vector {
  unsafeBitCast(
    unsafeBitCast(x, to: IntegerVector.self) & IntegerVector(repeating: 0x7FFF_FFFF),
    to: Vector.self)
}

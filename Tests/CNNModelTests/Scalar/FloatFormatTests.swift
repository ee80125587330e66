import CNNModel
import Testing

/// Numbers of the small floating-point formats, from the tables of the ONNX operator specification
/// (Cast) and of the OCP 8-bit floating point specification.
@Suite struct FloatFormatTests {
  @Test(
    "The largest numbers",
    arguments: [
      (.float8e4m3fn, 448), (.float8e4m3fnuz, 240), (.float8e5m2, 57344),
      (.float8e5m2fnuz, 57344), (.float4e2m1, 6), (.float16, 65504),
    ] as [(ElementType, Double)])
  func greatest(type: ElementType, greatest: Double) throws {
    #expect(try #require(type.floatFormat).greatest == greatest)
    #expect(type.rounded(1e9, saturates: true) == greatest)
    #expect(type.rounded(-.infinity, saturates: true) == -greatest)
  }

  @Test("Beyond the largest number")
  func overflow() {
    #expect(ElementType.float8e5m2.rounded(1e9, saturates: false) == .infinity)
    #expect(ElementType.float8e4m3fn.rounded(1e9, saturates: false).isNaN)
    #expect(ElementType.float8e4m3fn.rounded(463, saturates: false) == 448)
    #expect(ElementType.float8e4m3fnuz.rounded(-0.0, saturates: false).sign == .plus)
    #expect(ElementType.float8e5m2fnuz.rounded(.nan, saturates: true).isNaN)
    #expect(ElementType.float8e8m0.rounded(3, saturates: true) == 4)
  }

  @Test("Ties go to the even number, below the smallest exponent too")
  func ties() {
    let type = ElementType.float8e4m3fn
    let numbers = [1.0625, 1.1875, 0x1p-10, 0x1.8p-9, 0x1.4p-9]
    #expect(
      numbers.map { type.rounded($0, saturates: false) } == [1, 1.25, 0, 0x1p-8, 0x1p-9])
  }

  @Test("Float16 is that of the processor")
  func half() {
    for bits in stride(from: UInt32(0), to: .max, by: 1 << 19 | 4097) {
      let number = Float(bitPattern: bits)
      let (ours, exact) = (
        ElementType.float16.rounded(Double(number), saturates: false), Double(Float16(number))
      )
      #expect(ours == exact || (ours.isNaN && exact.isNaN), "\(number)")
    }
  }

  @Test("Integers of few bits wrap around")
  func wrapping() {
    #expect([7, 8, -9, 300].map { ElementType.int4.integer($0) } == [7, -8, 7, -4])
    #expect([16, -1].map { ElementType.uint4.integer($0) } == [0, 15])
    #expect(ElementType.int8.minimum == -128 && ElementType.uint2.maximum == 3)
    #expect(ElementType.uint64.integer(-1) == Int128(UInt64.max))
  }
}

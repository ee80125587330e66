import CNNEngine
import Testing

struct ProcessorLevelTests {
  @Test("Levels are named exactly")
  func names() throws {
    #expect(try ProcessorLevel.named("baseline") == .baseline)
    #expect(try ProcessorLevel.named(nil) == ProcessorLevel.available.last)
    #expect(throws: ProcessorLevelError.unknown("v5")) { try ProcessorLevel.named("v5") }
    #expect(
      ProcessorLevelError.unknown("V3").description
        == "CNNSCOPE_CPU is one of baseline, v3, v4, not \"V3\"")
    for level in ProcessorLevel.allCases where !ProcessorLevel.available.contains(level) {
      #expect(throws: ProcessorLevelError.missing(level)) {
        try ProcessorLevel.named(level.rawValue)
      }
    }
  }

  @Test("Every level's kernels are there", arguments: ProcessorLevel.available) func kernels(
    level: ProcessorLevel
  ) {
    let lanes = [ProcessorLevel.baseline: 4, .v3: 8, .v4: 16]
    #expect(level.kernels.lanes == lanes[level])
    #expect(level.kernels.peak.run(100) == 12)
    #expect(level.kernels.peak.operations == 24 * level.kernels.lanes)
  }
}

import CNNEngine
import Testing

/// The memory of a program is allocated once and freed once.
@Suite("Memory of interleaved programs")
struct ProgramMemoryTests {
  @Test("A plan that nobody uses any more frees its memory")
  func release() throws {
    weak var program: InterleavedProgram?
    weak var arena: InterleavedArena?
    do {
      let run = try StepRun("input 1x6x6\nconv 2 3x3\nflatten\nlinear 3", size: 16)
      let plan = Plan(run.network, batchSize: 16)
      _ = run.step(plan)
      program = plan.program
      arena = plan.program?.arena()
      #expect(program != nil && arena != nil)
    }
    #expect(program == nil)
    #expect(arena == nil)
  }
}

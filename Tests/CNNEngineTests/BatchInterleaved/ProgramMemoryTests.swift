import CNNEngine
import CNNModel
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

  /// Tables with an entry per cell would be sixteen times as large.
  @Test(
    "The tables of an image of four times the rows and columns are not as much larger as it",
    arguments: [
      "conv 2 3x3 pad same", "conv 2 5x5 stride 2 dilation 2", "conv 1 3x3 pad 1 pad-with reflect",
      "deconv 2 4x4 stride 2 pad 1", "maxpool 2", "maxpool 3 stride 2 pad 1", "avgpool 2",
      "avgpool 3 stride 2 pad 1 exclude-pad", "avgpool 3 stride 2 ceil", "global-avgpool",
      "conv 40 1x1\nrelu\nconv 40 1x1",
    ], [1, 16])
  func tables(_ layers: String, _ size: Int) throws {
    let sizes = try [32, 128].map { side in
      let network = try Network(text: "input 1x\(side)x\(side)\n\(layers)", title: "tables")
      return try #require(Plan(network, batchSize: size).program).tableSize
    }
    #expect(sizes[1] <= sizes[0] * 8)
  }

  @Test("A plan is made when it is first run, and until then the inputs are known")
  func waiting() throws {
    let run = try StepRun("input 1x6x6\nconv 2 3x3\nflatten\nlinear 3", size: 2)
    let plan = Plan(run.network, batchSize: 2)
    let execution = Execution(plan, batch: run.batch, state: run.state, context: run.context)
    #expect(execution.output(ValueReference(0)) == run.batch.inputs[0])
    #expect(execution.output(ValueReference(1)) == nil)
    #expect(execution.gradient(ValueReference(0)) == nil)
    #expect(run.step(plan).execution.loss != nil)
  }

  @Test("Images whose cells no table can address are planned as the layers' own passes")
  func tooLarge() throws {
    let network = try Network(text: "input 1x20000x20000\nmaxpool 2", title: "large")
    #expect(!Plan(network, batchSize: 16).isInterleaved)
  }
}

import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Samples that excite a channel, and channels that do nothing", .baselineLevel)
struct ExcitationTests {
  private func session(_ lines: String...) throws -> Session {
    var session = try Session(network: "digits8", input: "digits:3")
    for line in ["data digits"] + lines { _ = try Session.commands.perform(line, &session) }
    return session
  }

  /// The output of a layer for a sample, by stepping through the layers with it alone.
  private func output(_ sample: Int, _ node: Int, _ data: SearchedData) throws -> Tensor {
    let network = data.network
    let batch = Batch(inputs: [data.samples.inputs(at: [sample])], target: nil)
    let plan = Plan(network, batchSize: 1)
    var state = data.state
    var execution = Execution(plan, batch: batch, state: state, context: PassContext(seed: 0))
    for phase in plan.phases.prefix(plan.forwardCount) {
      execution.run(phase, state: &state, optimizer: StochasticGradientDescent(rate: 0))
    }
    return try #require(execution.output(ValueReference(node)))
  }

  @Test(
    "The best samples are those that one finds by looking at all", arguments: ["conv1", "linear2"])
  func brute(_ layer: String) throws {
    let session = try session()
    let data = try SearchedData(session)
    let node = try session.debugger.names.node(named: layer)
    let index = layer == "conv1" ? 0 : 7
    var search = try TopSearch(
      LayerChannel(node: node, index: index), count: 5, in: data, limit: 90)
    let isComplete = search.finish()
    #expect(isComplete && search.done == 90)
    var best: [(value: Float, sample: Int)] = []
    for sample in 0..<90 {
      let output = try output(sample, node, data)
      let cells = output.shape.count / output.shape[1]
      let value = output.elements[index * cells..<(index + 1) * cells].max() ?? 0
      best.append((value, sample))
    }
    best.sort { ($0.value, $1.sample) > ($1.value, $0.sample) }
    #expect(search.hits.map(\.sample) == best.prefix(5).map(\.sample))
    // A batch is computed by other kernels than a sample alone, which round differently.
    for (hit, expected) in zip(search.hits, best) {
      #expect(abs(hit.value - expected.value) < 1e-5)
      #expect(abs(try output(hit.sample, node, data)[hit.cell] - hit.value) < 1e-5)
    }
  }

  @Test("Extremes, means and duplicates are those of all numbers")
  func health() throws {
    let session = try session()
    let data = try SearchedData(session)
    let node = try session.debugger.names.node(named: "linear1")
    var search = try HealthSearch(node, in: data, limit: 70)
    let isComplete = search.finish()
    #expect(isComplete)
    let channels = try #require(search.found.first).channels
    let rows = try (0..<70).map { try output($0, node, data).elements }
    for channel in channels {
      let column = rows.map { $0[channel.index] }
      let (low, high) = try (#require(column.min()), #require(column.max()))
      #expect(abs(channel.minimum - low) < 1e-6 && abs(channel.maximum - high) < 1e-6)
      let mean = column.reduce(0) { $0 + Double($1) } / 70
      #expect(abs(channel.mean - mean) < 1e-6)
      #expect(channel.faults.contains(.neverAboveZero) == ((column.max() ?? 1) <= 0))
    }
    #expect(channels.contains { $0.faults == [.neverAboveZero] })
  }

  @Test("Equal, opposite and saturated channels are found, constant ones are no duplicates")
  func planted() throws {
    let network = try Network(
      text: "input 1x8x8\nconv 4 1x1\ntanh\nflatten\nlinear 10\n", title: "small")
    var session = try Session(network, input: "digits:3")
    _ = try Session.commands.perform("data digits", &session)
    let training = try #require(session.debugger.setup.trainingData).data
    var state = session.debugger.state
    let conv = try session.debugger.names.node(named: "conv1")
    state.parameters[conv][0] = Tensor(shape: [4, 1, 1, 1], elements: [0.5, -0.5, 0, 2])
    state.parameters[conv][1] = Tensor(shape: [4], elements: [0, 0, 9, 0.5])
    var search = try HealthSearch(
      nil, in: SearchedData(network, state, training, .test), limit: 20)
    let isComplete = search.finish()
    #expect(isComplete)
    let faults = search.found.map { $0.channels.map(\.faults) }
    guard case .duplicate(of: 0, let correlation)? = faults[0][3].first else {
      Issue.record("\(faults)")
      return
    }
    #expect(correlation > 0.999_999)
    #expect(faults[0][1] == [.neverAboveZero])
    #expect(faults[0][2].isEmpty && faults[1][2] == [.saturated])
    #expect(faults[1][0].isEmpty)
  }

  @Test("top and dead answer with lines, and refuse what there is not")
  func commands() throws {
    var session = try session()
    let top = try Session.commands.perform("top class[7] 3", &session).lines
    #expect(top.first == "linear2[7]: the 3 of 360 samples of digits:test that excite it most")
    #expect(top.count == 4 && top[1].hasPrefix("digits:test:"))
    let dead = try Session.commands.perform("dead relu2", &session).lines
    #expect(dead[1].hasPrefix("layer") && dead[2].hasPrefix("relu2"))
    let train = try Session.commands.perform("top class[7] train 2", &session).lines
    let all = try #require(session.debugger.setup.trainingData).data.train.count
    let heading = "linear2[7]: the 2 of \(all) samples of digits:train that excite it most"
    #expect(train.first == heading)
    #expect(train.count == 3 && train[1].hasPrefix("digits:train:"))
    let deadInTrain = try Session.commands.perform("dead relu2 train", &session).lines
    #expect(deadInTrain[0].hasPrefix("\(all) samples of digits:train; "))
    for (line, sentence) in [
      ("top conv1[4]", "conv1 has the channels 0 to 0, not 4"),
      (
        "top conv1",
        "top takes a channel, a unit or a class, how many samples, and train or test, not \"conv1\""
      ),
      ("top train", "top needs a channel, a unit or a class, as in top conv1[3] train"),
      ("dead relu2 relu1", "dead takes a layer, and train or test, not \"relu2 relu1\""),
      ("dead conv7", "there is no layer \"conv7\"; did you mean \"conv1\"?"),
    ] {
      #expect(throws: UserError(sentence)) { try Session.commands.perform(line, &session) }
    }
    var bare = try Session(network: "digits8", input: "digits:3")
    #expect(throws: UserError("there is no data set to search; data digits chooses one")) {
      try Session.commands.perform("dead", &bare)
    }
  }
}

public import CNNModel
public import ModelFiles

/// What can be changed between two steps, or in the middle of one, which then begins anew.
extension Debugger {
  /// Another image, alone in its batch.
  public mutating func choose(_ subject: Subject) {
    change {
      $0.subject = subject
      $0.feed = .image
    }
  }

  /// Another image, and images of a data set where there are any.
  public mutating func choose(_ subject: Subject, _ feed: SampleFeed?) {
    change {
      $0.subject = subject
      $0.feed = feed.map { .samples($0) } ?? .image
    }
  }

  /// Another optimizer. One that remembers other things forgets what was remembered.
  public mutating func choose(_ optimizer: any Optimizer) {
    change { $0.optimizer = optimizer.text }
  }

  public mutating func choose(_ schedule: any Schedule) { change { $0.schedule = schedule.text } }

  /// Another data set, batch size or shift, from the next step on where this one is over. A way
  /// with the same that was left here is gone on with.
  public mutating func choose(_ feed: Feed) {
    let begins = next == nil ? step + 1 : step
    var left: SampleFeed?
    if case .samples(let new) = feed { left = leftFeed(new) }
    change { setup in
      if let left {
        setup.feed = .samples(left)
      } else if case .samples(let new) = feed, setup.feed != feed {
        setup.feed = .samples(new.begun(at: begins, seed: setup.seed))
      } else {
        setup.feed = feed
      }
    }
  }

  /// The feed of a step that was begun here before, if it gives the same samples in such batches.
  private func leftFeed(_ feed: SampleFeed) -> SampleFeed? {
    guard next != nil else { return nil }
    let parent = timeline.parent(of: timeline.current).map { [$0] } ?? []
    let others = (parent + timeline.alternatives).map { timeline.setup(of: $0) }
    return others.compactMap(\.sampleFeed).last {
      ($0.data, $0.batchSize, $0.shift, $0.isShuffled)
        == (feed.data, feed.batchSize, feed.shift, feed.isShuffled)
    }
  }

  private mutating func change(_ settings: (inout StepSetup) -> Void) {
    var setup = setup
    settings(&setup)
    choose(setup)
  }

  /// Sets or removes a breakpoint.
  ///
  /// - Returns: whether there is one now.
  @discardableResult
  public mutating func toggleBreakpoint(_ node: Int) -> Bool {
    precondition(network.nodes.indices.contains(node), "no node \(node)")
    if breakpoints.remove(node) != nil { return false }
    breakpoints.insert(node)
    return true
  }

  /// Sets or removes a condition.
  ///
  /// - Returns: whether it is set now.
  @discardableResult
  public mutating func toggle(_ condition: Condition) -> Bool {
    if let index = conditions.firstIndex(of: condition) {
      conditions.remove(at: index)
      return false
    }
    conditions.append(condition)
    return true
  }

  public mutating func removeBreakpoints() { (breakpoints, conditions) = ([], []) }

  /// Looks at another sample of the batch.
  ///
  /// - Precondition: the batch has such a sample.
  public mutating func look(at sample: Int) {
    precondition((0..<batchSize).contains(sample), "no sample \(sample) of \(batchSize)")
    self.sample = sample
  }
}

/// What the batch holds.
extension Debugger {
  public var batchSize: Int { execution.batch.size }

  /// The class of the sample that is looked at, when it is known.
  public var label: Int? {
    guard let feed = setup.sampleFeed else { return setup.subject.label }
    return feed.data.train.label(of: sampleIndex(feed))
  }

  /// How the user names the sample that is looked at: `digits:42`, `mnist:train:531`.
  public var sampleName: String {
    setup.sampleFeed.map { "\($0.data.name):train:\(sampleIndex($0))" } ?? setup.subject.name
  }

  /// The sample that is looked at as it came, before step 0: `[1, channels, rows, columns]`.
  public var original: Tensor {
    setup.sampleFeed.map { $0.data.train.original(at: [sampleIndex($0)]) }
      ?? setup.subject.original
  }

  /// What makes it the network's input: step 0; `nil` where it is taken as it is.
  public var preparation: InputFit? {
    setup.sampleFeed?.data.preparation ?? setup.subject.preparation
  }

  private func sampleIndex(_ feed: SampleFeed) -> Int {
    feed.order(seed: setup.seed).samples(of: step)[sample]
  }
}

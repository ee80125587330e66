import CNNModel
import Checkup
import Testing

/// The learning-rate sweep and epochs without progress.
@Suite("Learning rates") struct RateSweepTests {
  private func sweep(_ subject: CheckupSubject) -> RateSweep {
    var sweep = RateSweep(subject)
    while !sweep.isDone { sweep.advance() }
    return sweep
  }

  @Test("Rates go from 1e-5 to 10 by equal factors")
  func rates() {
    #expect((RateSweep.rate(0) / 1e-5 - 1).magnitude < 1e-9)
    #expect((RateSweep.rate(RateSweep.steps - 1) / 10 - 1).magnitude < 1e-9)
    let factor = RateSweep.rate(1) / RateSweep.rate(0)
    #expect((RateSweep.rate(151) / RateSweep.rate(150) / factor - 1).magnitude < 1e-9)
  }

  @Test("A proposal is 1, 2 or 5 times a power of ten, lowers the loss, and comes again")
  func proposal() throws {
    let subject = try subject()
    let found = sweep(subject)
    let proposal = try #require(found.proposal)
    #expect([0.05, 0.1, 0.2, 0.5, 1, 2, 5].contains { ($0 / proposal - 1).magnitude < 1e-9 })
    #expect(found.points == sweep(subject).points)
    let lines = SweepLines.conclusion(found, rate: 0.1)
    #expect(lines[0].hasPrefix("find-rate proposes lr "), "\(lines)")
  }

  @Test("Where the loss cannot fall, nothing is proposed")
  func none() throws {
    var train = Images()
    train.images = train.images.map { $0.map { _ in 0 } }
    let found = sweep(try subject("input 1x4x4\nflatten\nlinear 4 no-bias", train: train))
    #expect(found.proposal == nil)
    #expect(found.withoutProposal == "no rate from 1.00e-5 to 10.0 lowers the loss of 1.39")
  }

  @Test("A loss at the entropy of the classes is no progress, one below is")
  func plateau() {
    var plateau = Plateau(classCounts: [10, 10, 10, 10], firstLoss: 9)
    let first = plateau.note(loss: 1.3863)
    #expect(first)
    #expect(
      plateau.sentence(loss: 1.3863, accuracy: 0.25)
        == "no progress for an epoch: accuracy 25%, loss 1.386, and giving every image the same answer "
        + "has 1.386")
    let second = plateau.note(loss: 1.37)
    #expect(second)
    #expect(plateau.epochs == 2)
    let third = plateau.note(loss: 1.3)
    #expect(!third)
    #expect(plateau.epochs == 0)
    var uneven = Plateau(classCounts: [30, 10], firstLoss: 9)
    let before = (uneven.note(loss: 0.54), uneven.note(loss: 0.56))
    #expect(before == (false, true))
    var values = Plateau(classCounts: nil, firstLoss: 4)
    let after = (values.note(loss: 3.95), values.note(loss: 3.9))
    #expect(after == (true, false))
  }

  @Test("The cause names layers and what helps")
  func cause() throws {
    let subject = try subject(optimizer: StochasticGradientDescent(rate: 1e-6))
    let sentences = PlateauCause(subject).sentences
    #expect(sentences.count == 2 && sentences[0].contains("in linear1 and"))
    #expect(sentences[1].hasSuffix("within 150 steps"), "\(sentences)")
  }
}

import CNNModel
import Glibc
import Testing

@Suite("Schedules")
struct ScheduleTests {
  private func schedule(_ text: String) throws -> any Schedule {
    try ScheduleCatalog.schedule(Word.split(text[...]))
  }

  @Test(
    "The words read back to the same schedule",
    arguments: [
      "constant", "step 30", "step 30 factor 0.5", "cosine 100", "cosine 100 to 0.001 from 20",
      "one-cycle 200", "one-cycle 200 rise 0.2 from 5",
    ])
  func text(_ text: String) throws { #expect(try schedule(text).text == text) }

  @Test("Step multiplies by its factor every so many steps")
  func steps() throws {
    let schedule = try schedule("step 10 factor 0.5")
    #expect(
      [0, 9, 10, 19, 20, 35].map { schedule.rate(1, step: $0) } == [1, 1, 0.5, 0.5, 0.25, 0.125])
  }

  @Test("Cosine follows its formula and stays at its end")
  func cosine() throws {
    let schedule = try schedule("cosine 50 to 0.01 from 10")
    for step in 0..<80 {
      let share = Double(min(max(step - 10, 0), 50)) / 50
      let wanted = 0.01 + (0.3 - 0.01) * (1 + cos(.pi * share)) / 2
      #expect((schedule.rate(0.3, step: step) - wanted).magnitude < 1e-14)
    }
  }

  @Test("One cycle rises to the rate and falls to a 250000th of it, as OneCycleLR does")
  func oneCycle() throws {
    let schedule = try schedule("one-cycle 100")
    let rates = (0..<120).map { schedule.rate(0.1, step: $0) }
    #expect((rates[0] - 0.004).magnitude < 1e-15)
    #expect((rates[29] - 0.1).magnitude < 1e-15)
    #expect((rates[99] - 0.1 / 25 / 1e4).magnitude < 1e-15)
    #expect(rates[110] == rates[99])
    // Half way up, and half way down: step 14.5 lies between two, step 64 is exact.
    #expect((rates[64] - (0.1 + 4e-7) / 2).magnitude < 1e-14)
    #expect(zip(rates[0..<29], rates[1...29]).allSatisfy { $0 < $1 })
    #expect(zip(rates[29..<99], rates[30...99]).allSatisfy { $0 > $1 })
  }

  @Test(
    "Mistakes",
    arguments: [
      ("cosin 5", "there is no schedule \"cosin\"; did you mean \"cosine\"?"),
      ("linear", "there is no schedule \"linear\"; there are constant, step, cosine, one-cycle"),
      (
        "step",
        "step needs steps (a whole number from 1 to 1048576); write \"step STEPS [factor] [from]\""
      ),
      ("one-cycle 9 rise 2", "rise needs a share of 0 to 1, not 2.0"),
    ])
  func mistakes(_ text: String, _ sentence: String) {
    do {
      _ = try schedule(text)
      Issue.record("\(text) was read")
    } catch { #expect("\(error)" == sentence) }
  }
}

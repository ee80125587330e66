import ArgumentParser
import CNNModel
import Glibc
import ModelFiles
import ScopeDebugger

/// `cnnscope train`: a training from beginning to end.
struct TrainVerb: TrainingVerb {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network on a data set.",
    discussion: """
      After every epoch it prints loss and accuracy on the training part and the test part, and the \
      number of images per second. Ctrl-C, SIGTERM, SIGHUP, SIGQUIT and a closed pipe end the training \
      and save the weights reached so far, in a file that --resume continues from. With --json every \
      report is one JSON object on a line of standard output: epoch, steps, loss, accuracy, test_loss, \
      test_accuracy, samples_per_second, with --summed-loss also summed_loss, with --train-error also \
      train_loss, train_error, seconds_per_batch; null stands for what was not measured.

      Example: cnnscope train lenet5-relu --data digits --epochs 5 --optimizer adam --lr 0.002
               cnnscope train --recipe lenet5-99 --save lenet5.safetensors --log lenet5.csv
               cnnscope train --recipe lenet5-99 --save net.safetensors --checkpoint 500
               cnnscope train --recipe lenet5-99 --resume net.safetensors
      """)

  @Argument(help: .networkOrRecipe, completion: .networks) var network: String?
  @OptionGroup var training: TrainingOptions

  @Option(
    help: ArgumentHelp(
      "Save parameters and running statistics to a .safetensors or .npz file.",
      valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors", "npz"]))
  var save: String?

  @Flag(help: "Save the weights as 16-bit floats: half the size; a training cannot be resumed.")
  var float16 = false

  @Option(
    help: ArgumentHelp(
      "Write a checkpoint to the file of --save every so many steps.",
      valueName: "steps"))
  var checkpoint: Int?

  @Option(
    help: ArgumentHelp(
      "Continue from a checkpoint; the other options must be those of its training.",
      valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var resume: String?

  @Option(
    help: ArgumentHelp("Log a row for every step to a file.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var log: String?

  @Option(
    help: ArgumentHelp(
      "End when this holds on the test part after an epoch, such as \"accuracy > 0.99\".",
      valueName: "condition"))
  var until: String?

  @Flag(
    help:
      "After every epoch, also measure loss and error over the whole training part, and print the seconds that a batch took."
  )
  var trainError = false

  @Flag(
    help:
      "After every epoch, also print the losses of all its images, added up and divided by the number of batches."
  )
  var summedLoss = false

  @Flag(help: "Print one JSON object for every report.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    try checkNetwork()
    if let checkpoint, checkpoint < 1 {
      throw ValidationError("--checkpoint takes a number of steps, at least 1, not \(checkpoint)")
    }
    if checkpoint != nil, save?.hasSuffix(".safetensors") != true {
      throw ValidationError(
        "--checkpoint needs --save FILE.safetensors, the file to save to, not "
          + (save?.quoted ?? "none"))
    }
    if float16, save == nil || checkpoint != nil {
      throw ValidationError("--float16 needs --save, and no --checkpoint")
    }
    if resume != nil, options.weights != nil {
      throw ValidationError("--resume and --weights both say what to begin with; one is needed")
    }
  }

  func run() throws {
    let settings = try training.settings(seed: options.seed)
    let network = try opened(settings)
    if let remark = network.classOutput.remark { StandardError.say(remark) }
    let debugger = try debugger(network, settings)
    let start = try resume.map { try TrainingCheckpoint($0, for: network) }
    let training = try TrainingRun(
      debugger, settings, until: try until.map { try Until($0) }, resuming: start)
    if let save { try FileContent.checkReplaceable(save, by: .weights, replacing: true) }
    var report = TrainingReport(
      training,
      log: try log.map {
        try LogFile($0, heading: TrainingReport.heading, continuingAt: start?.step)
      },
      checkpoints: save.flatMap { path in checkpoint.map { (path, $0) } },
      whole: trainError ? debugger.setup.trainingData?.data : nil, hasSummedLoss: summedLoss,
      isJSON: json)
    Interrupt.watchTermination { report.train() }
    try keep(report.run)
    if let failure = report.run.failure { throw UserError(failure) }
    if !report.isLogComplete || report.hasLostCheckpoint { throw ExitCode(1) }
    let number = Interrupt.signalNumber
    if number != 0, number != SIGINT { throw ExitCode(128 + number) }
  }

  /// Saves the parameters to the file of `--save`, or, after an interruption, to a file named after the
  /// step. What an interruption or `--checkpoint` leaves can be resumed.
  private func keep(_ run: TrainingRun) throws {
    let own = FileContent.unused(
      run.network.title.fileName(step: run.step), for: .weights)
    guard let path = save ?? (Interrupt.happened ? own : nil) else { return }
    let state = run.state
    let isResumable =
      (Interrupt.happened || checkpoint != nil) && !path.lowercased().hasSuffix(".npz")
    if isResumable, let checkpoint = run.checkpoint {
      try checkpoint.write(to: path, run.network)
    } else {
      let arrays = WeightFile.arrays(of: state, run.network)
      try WeightFile.write(float16 ? arrays.map(\.halfPrecision) : arrays, to: path)
    }
    StandardError.say(
      "\(path): \(state.updates) updates" + (isResumable ? "; --resume continues from it" : ""))
  }
}

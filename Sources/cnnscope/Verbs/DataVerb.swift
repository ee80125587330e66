import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// `cnnscope data`: what a data set is.
struct DataVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Print what a data set is: parts, classes, mean and deviation.",
    discussion: """
      The parts and their counts, the shape of an image, every class with its number of images, and \
      mean and standard deviation of each channel over the images to train with, which --mean and \
      --deviation take.

      A folder is that of IDX files (MNIST, EMNIST), of a folder of images for each class, with or \
      without train and test (or val), of images and masks, or of CIFAR's binary files. A file is an \
      .npz archive with the names of Keras, MedMNIST or x and y, a table (.csv, .csv.gz) with a \
      label and pixels in each row, or CIFAR's archive. --input says to which shape images of \
      different sizes are brought.

      Example: cnnscope data digits
               cnnscope data photos --input 3x64x64 --json
      """)

  @Argument(help: .dataSet) var data: String

  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    if let sample = shape.sample, sample.rank != 3 {
      throw ValidationError(
        "--input takes channels, rows and columns here, such as 3x64x64, not \(sample)")
    }
    let given = inputOptions.given
    if let option = given.first(where: ["--scale", "--mean", "--deviation"].contains) {
      throw ValidationError("data gives the figures of the file's values, so it takes no \(option)")
    }
    if shape.sample == nil, let option = given.first {
      throw ValidationError("\(option) needs --input, the shape to which images are brought")
    }
  }

  func run() throws {
    let fit = shape.sample.map { ImageShaping(InputFormat($0), inputOptions.preparation) }
    let set = try Progress.reading { () throws(FileError) in try DataSet.open(data, fit: fit) }
    let summary = DataSetSummary(set)
    StandardOutput.say(
      json ? summary.json.text : DataSetTable.lines(summary).joined(separator: "\n"))
  }
}

extension DataSetSummary {
  /// The figures of ``DataSetTable`` as JSON.
  fileprivate var json: JSONText {
    .object([
      ("data", .string(name)), ("division", .string(division.rawValue)),
      ("train", .integer(trainCount)), ("test", .integer(testCount)), ("shape", imageShape.json),
      ("maximum", .number(maximum)), ("classes", .array(classes.map(\.json))),
      ("target", targetShape?.json ?? .null),
      ("mean", .array(channels.map { .number($0.mean) })),
      ("deviation", .array(channels.map { .number($0.deviation) })),
      ("notes", .array(notes.map(JSONText.string))),
    ])
  }
}

extension DataSetSummary.Class {
  fileprivate var json: JSONText {
    .object([("name", .string(name)), ("train", .integer(train)), ("test", .integer(test))])
  }
}

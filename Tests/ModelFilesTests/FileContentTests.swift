import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct FileContentTests {
  @Test("Writes and reads back")
  func writesAndReadsBack() throws {
    try withFolder { folder in
      let path = "\(folder)/a"
      try FileContent.write([1, 2, 3], to: path)
      #expect(try FileContent.read(path) == [1, 2, 3])
      try FileContent.write([], to: path)
      #expect(try FileContent.read(path) == [])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
    }
  }

  @Test("Replacing keeps permissions and follows links")
  func replacingKeepsPermissionsAndFollowsLinks() throws {
    try withFolder { folder in
      try FileContent.write([1], to: "\(folder)/real")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: "\(folder)/real")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "real")
      try FileContent.write([2], to: "\(folder)/link")
      #expect(try FileContent.read("\(folder)/real") == [2])
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/real")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test("Refuses what it cannot read")
  func refusesWhatItCannotRead() throws {
    try withFolder { folder in
      try FileContent.write([1, 2, 3], to: "\(folder)/a")
      #expect(
        sentence { _ = try FileContent.read("no/such") }
          == "no/such: there is no such file or folder")
      #expect(
        sentence { _ = try FileContent.read(folder) }
          == "\(folder): this is a folder, but a file is expected")
      #expect(
        sentence { _ = try FileContent.read("/dev/zero") }
          == "/dev/zero: this is a device, but a file is expected")
      #expect(
        sentence { _ = try FileContent.read("\(folder)/a", limit: 2) }
          == "\(folder)/a: the file is larger than the limit of 2 bytes")
      #expect(
        sentence { _ = try FileContent.read("\(folder)/a/b") }
          == "\(folder)/a/b: a part of this path is not a folder")
      #expect(
        sentence { _ = try FileContent.read("a\0b") }
          == "a\\u{0}b: a file name cannot contain a NUL character")
    }
  }

  @Test("A pipe without a writer is empty")
  func aPipeWithoutWriterIsEmpty() throws {
    try withFolder { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      let bytes = try FileContent.read("\(folder)/pipe")
      #expect(bytes.isEmpty)
    }
  }

  @Test("Refuses what it cannot write")
  func refusesWhatItCannotWrite() throws {
    try withFolder { folder in
      #expect(
        sentence { try FileContent.write([1], to: folder) }
          == "\(folder): this is a folder, so no file can be written there")
      #expect(
        sentence { try FileContent.write([1], to: "\(folder)/no/a") }
          == "\(folder)/no/a: no file can be created in its folder: "
          + "there is no such file or folder")
    }
  }

  @Test(
    "A full disk is reported",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full"))
  func aFullDiskIsSaid() {
    #expect(
      sentence { try FileContent.write([1], to: "/dev/full") }
        == "/dev/full: not written: the disk is full")
    #expect(FileManager.default.fileExists(atPath: "/dev/full"))
  }

  @Test("Names cannot command the terminal")
  func namesCannotCommandTheTerminal() {
    let error = FileError(path: "a\u{1B}[31m\n\u{202E}b\u{9B}ü", reason: "bad")
    #expect(error.description == "a\\u{1b}[31m\\u{a}\\u{202e}b\\u{9b}ü: bad")
  }
}

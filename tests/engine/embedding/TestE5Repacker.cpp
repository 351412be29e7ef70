// links: tandem_embedding
#include "ModelForTests.h"

#include "services/embedding/E5File.h"
#include "services/embedding/E5Repacker.h"

#include <cstring>
#include <fstream>

using namespace tandem;

namespace {

// A packed file in the real format, small enough to write in a test: hidden 32, one layer, two heads.
class SmallModel {
public:
    SmallModel()
    {
        put("E5S1", 4);
        value<std::uint32_t>(1);
        for (const std::int32_t number : {32, 1, 2, 64, 10, 16, 2})
            value(number);
        value(1e-12F);
        value<std::int32_t>(32);
        const std::vector<std::string> pieces{"<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "▁a"};
        value(static_cast<std::int32_t>(pieces.size()));
        for (const std::int32_t id : {0, 2, 1, 3})
            value(id);
        std::string blob;
        for (const auto& piece : pieces)
            blob += piece;
        value(static_cast<std::uint64_t>(blob.size()));
        firstOffset = bytes.size();
        std::uint32_t offset = 0;
        value(offset);
        for (const auto& piece : pieces)
            value(offset += static_cast<std::uint32_t>(piece.size()));
        for (std::size_t i = 0; i < pieces.size(); ++i)
            value(i < 4 ? 0.0F : -static_cast<float>(i));
        put(blob.data(), blob.size());
        value<std::int32_t>(0); // no normalisation entries
        value<std::uint32_t>(3);
        put("xyz", 3);
        directory();
    }

    void write(const std::filesystem::path& file) const
    {
        std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    std::string bytes;
    std::size_t firstOffset = 0;
    std::size_t directoryStart = 0;

private:
    struct Part {
        std::string name;
        bool packed;
        std::uint32_t elements;
    };

    template <typename T>
    void value(T number)
    {
        put(reinterpret_cast<const char*>(&number), sizeof(number));
    }
    void put(const char* data, std::size_t size) { bytes.append(data, size); }

    void directory()
    {
        std::vector<Part> parts{{"emb.word", true, 320}, {"emb.pos", false, 512}, {"emb.type", false, 64},
            {"emb.ln.w", false, 32}, {"emb.ln.b", false, 32}};
        for (const std::string name : {"q", "k", "v", "ao"}) {
            parts.push_back({"l0." + name + ".w", true, 1024});
            parts.push_back({"l0." + name + ".b", false, 32});
        }
        parts.push_back({"l0.fi.w", true, 2048});
        parts.push_back({"l0.fi.b", false, 64});
        parts.push_back({"l0.fo.w", true, 2048});
        for (const std::string name : {"fo.b", "aln.w", "aln.b", "oln.w", "oln.b"})
            parts.push_back({"l0." + name, false, 32});
        directoryStart = bytes.size();
        std::size_t size = 4;
        for (const auto& part : parts)
            size += 2 + part.name.size() + 1 + 4 + 8 + 8;
        value(static_cast<std::int32_t>(parts.size()));
        std::uint64_t offset = directoryStart + size;
        std::string data;
        for (const auto& part : parts) {
            const std::uint64_t length = part.packed ? part.elements / 32 * 18 : part.elements * 4;
            value(static_cast<std::uint16_t>(part.name.size()));
            put(part.name.data(), part.name.size());
            value(static_cast<std::uint8_t>(part.packed ? 1 : 0));
            value(part.elements);
            value(offset);
            value(length);
            offset += length;
            for (std::uint64_t i = 0; i < length; ++i)
                data.push_back(part.packed ? static_cast<char>(i % 18 == 1 ? 0x2C : i % 18 == 0 ? 0 : i * 37 % 251) : '\0');
        }
        bytes += data;
    }
};

std::string contentsOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

class TestE5Repacker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTensorKeepsItsBytes()
    {
        const QTemporaryDir directory;
        const SmallModel model;
        model.write(path(directory) / "small.bin");
        const auto packed = valueOf(E5File::read(path(directory) / "small.bin"));
        QCOMPARE(packed.shape.hidden, 32);
        QCOMPARE(packed.tokenizer.pieces.size(), std::size_t{8});
        QCOMPARE(packed.tokenizer.end, 2);

        const auto repacked = repackE5(path(directory) / "small.bin", path(directory) / "small.gguf");
        if (!repacked && repacked.error().code == ErrorCode::Unavailable)
            QSKIP("this build has no llama.cpp (./dev models)");
        succeed(repacked);
        const auto gguf = contentsOf(path(directory) / "small.gguf");
        QVERIFY(gguf.starts_with("GGUF"));
        for (const auto* const name : {"token_embd.weight", "position_embd.weight", "token_types.weight", "blk.0.attn_q.weight",
                 "blk.0.attn_output_norm.bias", "blk.0.ffn_up.weight", "blk.0.layer_output_norm.weight"})
            QVERIFY2(gguf.find(name) != std::string::npos, name);
        for (const auto& tensor : packed.tensors) {
            const std::string_view data(reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size());
            QVERIFY2(gguf.find(data) != std::string::npos, tensor.name.c_str());
        }
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path(directory)), {}), std::ptrdiff_t{2});
    }

    void everyTruncationIsRefused()
    {
        const QTemporaryDir directory;
        const SmallModel whole;
        for (std::size_t size = 0; size < whole.bytes.size(); size += 1 + size / 40) {
            SmallModel cut;
            cut.bytes.resize(size);
            cut.write(path(directory) / "cut.bin");
            const auto file = E5File::read(path(directory) / "cut.bin");
            QVERIFY2(!file, std::to_string(size).c_str());
            QCOMPARE(file.error().code, ErrorCode::Corrupt);
            QVERIFY(qt(file.error().message).contains(u"cut.bin"));
        }
    }

    void damageIsNamed_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("reason");
        const SmallModel model;
        QTest::newRow("magic") << 0 << "E5S1";
        QTest::newRow("version") << 4 << "version";
        QTest::newRow("hidden") << 8 << "dimensions";
        QTest::newRow("layers") << 15 << "dimensions";
        QTest::newRow("block") << 40 << "block size";
        QTest::newRow("pieces") << 44 << "pieces";
        QTest::newRow("special token") << 51 << "special token";
        QTest::newRow("blob length") << 71 << "tokenizer";
        QTest::newRow("piece offset") << static_cast<int>(model.firstOffset) + 7 << "piece 0";
        QTest::newRow("directory count") << static_cast<int>(model.directoryStart) + 3 << "directory";
        const auto entry = static_cast<int>(model.directoryStart) + 4 + 2 + 8; // emb.word's type
        QTest::newRow("type") << entry << "unknown type";
        QTest::newRow("elements") << entry + 1 << "wrong size";
        QTest::newRow("offset") << entry + 5 + 7 << "past the end";
        QTest::newRow("size") << entry + 5 + 8 + 4 << "wrong size";
    }
    void damageIsNamed()
    {
        QFETCH(int, at);
        QFETCH(QString, reason);
        const QTemporaryDir directory;
        SmallModel model;
        model.bytes[static_cast<std::size_t>(at)] = '\x7F';
        model.write(path(directory) / "damaged.bin");
        const auto file = E5File::read(path(directory) / "damaged.bin");
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::Corrupt);
        QVERIFY2(qt(file.error().message).contains(reason), file.error().message.c_str());
    }

    void aMissingTensorIsNamedAndNothingIsWritten()
    {
        const QTemporaryDir directory;
        SmallModel model;
        model.bytes.replace(model.bytes.find("l0.fi.b"), 7, "l0.xx.b");
        model.write(path(directory) / "small.bin");
        const auto status = repackE5(path(directory) / "small.bin", path(directory) / "small.gguf");
        QVERIFY(!status);
        if (status.error().code == ErrorCode::Unavailable)
            QSKIP("this build has no llama.cpp (./dev models)");
        QCOMPARE(status.error().code, ErrorCode::Corrupt);
        QVERIFY(qt(status.error().message).contains(u"l0.fi.b"));
        QVERIFY(!std::filesystem::exists(path(directory) / "small.gguf"));
    }

    void aMissingSourceIsNamed()
    {
        const auto file = E5File::read("/nowhere/e5.bin");
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::NotFound);
    }

    void aDirectoryWithoutAModelSaysWhatToDo()
    {
        const QTemporaryDir directory;
        const auto model = installedModel(path(directory));
        QVERIFY(!model);
        QCOMPARE(model.error().code, ErrorCode::Unavailable);
        QVERIFY(qt(model.error().message).contains(u"./dev models"));
    }

    void thePackedFileIsRepackedOnFirstUse()
    {
        const QTemporaryDir directory;
        SmallModel().write(path(directory) / "e5-small-q4.bin");
        const auto model = installedModel(path(directory));
        if (!model && model.error().code == ErrorCode::Unavailable)
            QSKIP("this build has no llama.cpp (./dev models)");
        QVERIFY(std::filesystem::exists(valueOf(model)));
        const auto written = std::filesystem::last_write_time(*model);
        QCOMPARE(valueOf(installedModel(path(directory))), *model);
        QCOMPARE(std::filesystem::last_write_time(*model), written);
    }
};

QTEST_GUILESS_MAIN(TestE5Repacker)
#include "TestE5Repacker.moc"

// links: tandem_embedding
#include "ModelForTests.h"

#include "services/embedding/LlamaModel.h"
#include "services/embedding/QuantizedBert.h"

using namespace tandem;

namespace {

const std::vector<std::string> texts{"How do I reset my password?", "¿Cómo restablezco mi contraseña?",
    "パスワードをリセットするにはどうすればよいですか？", "كيف أعيد تعيين كلمة المرور؟", "如何重置我的密码",
    "Şifremi nasıl sıfırlarım?", "🙂🙂 Ωmega x² \xE2\x84\xA2", "https://example.com/a?b=c 12345", "a"};

} // namespace

// Our kernels against llama.cpp on the same file.
class TestQuantizedBert : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensAndVectorsAreThoseOfLlama()
    {
        const auto file = installedModel(defaultModelDirectory());
        const auto peer
            = file ? LlamaModel::load(*file) : Result<std::shared_ptr<const EncoderModel>>(std::unexpected(file.error()));
        if (!peer)
            QSKIP("the embedding model is not installed (./dev models)");
        const auto model = QuantizedBert::load(*file);
        QVERIFY(model);
        const auto encoder = valueOf(model->encoder());
        const auto peerEncoder = valueOf((*peer)->encoder());
        for (const auto& text : texts) {
            const auto tokens = valueOf(model->tokens(text, TextRole::Passage));
            QCOMPARE(tokens, valueOf((*peer)->tokens(text, TextRole::Passage)));
            const auto ours = valueOf(encoder->encode({&tokens, 1}))[0];
            const auto theirs = valueOf(peerEncoder->encode({&tokens, 1}))[0];
            QVERIFY2(cosine(ours, theirs) > 0.999, text.c_str());
        }
    }

    void aBatchGivesTheVectorsOfItsPartsBitForBit()
    {
        const auto file = installedModel(defaultModelDirectory());
        const auto model = file ? QuantizedBert::load(*file) : nullptr;
        if (!model)
            QSKIP("the embedding model is not installed (./dev models)");
        const auto encoder = valueOf(model->encoder());
        std::vector<Tokens> sequences;
        for (const auto& text : texts)
            sequences.push_back(valueOf(model->tokens(text, TextRole::Query)));
        const auto together = valueOf(encoder->encode(sequences));
        encoder->rest();
        for (std::size_t i = 0; i < texts.size(); ++i)
            QCOMPARE(valueOf(encoder->encode({&sequences[i], 1}))[0], together[i]);
    }
};

QTEST_GUILESS_MAIN(TestQuantizedBert)
#include "TestQuantizedBert.moc"

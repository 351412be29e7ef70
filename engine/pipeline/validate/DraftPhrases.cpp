// Promises of money, claims of deeds and admissions of liability, in twelve languages.
#include "pipeline/validate/DraftPhrases.h"

#include <array>
#include <utility>

namespace tandem {

namespace {

// The form of PhraseList, in the order of the languages.
constexpr auto moneyPromises = std::to_array<std::string_view>({"we will refund", "we'll refund", "i will refund", "i'll refund",
    "we are refunding", "we're refunding", "you will be refunded", "you'll be refunded", "you will receive*refund",
    "you'll receive*refund", "you will get*refund", "you'll get*refund", "you will get*money back", "you'll get*money back",
    "we will credit", "we'll credit", "i will credit", "we will compensate", "we'll compensate", "i will compensate",
    "we will reimburse", "we'll reimburse", "i will reimburse", "we will pay you", "we'll pay you", "we will give you*discount",
    "we'll give you*discount", "approved your refund", "your refund is approved", "refund has been approved",
    "wir erstatten ihnen", "wir erstatten dir", "wir werden*erstatten", "wir werden*zurückerstatten", "ich erstatte",
    "erhalten sie*geld zurück", "bekommen sie*geld zurück", "sie erhalten*geld zurück", "sie bekommen*geld zurück",
    "du bekommst*geld zurück", "wir entschädigen", "wir zahlen ihnen", "wir überweisen ihnen", "wir gewähren ihnen*rabatt",
    "nous vous rembourserons", "nous allons vous rembourser", "nous vous remboursons", "je vous rembourse",
    "vous serez remboursé", "vous recevrez*remboursement", "nous vous dédommagerons", "nous vous verserons",
    "nous vous offrons*remise", "le reembolsaremos", "te reembolsaremos", "le devolveremos", "te devolveremos",
    "le vamos a reembolsar", "te vamos a devolver", "recibirá*reembolso", "recibirás*reembolso", "le compensaremos",
    "te compensaremos", "le abonaremos", "te abonaremos", "la rimborseremo", "ti rimborseremo", "le rimborseremo",
    "vi rimborseremo", "riceverà*rimborso", "riceverai*rimborso", "sarà rimborsato", "sarai rimborsato", "la risarciremo",
    "ti risarciremo", "vamos reembolsar", "iremos reembolsar", "reembolsaremos", "vamos devolver*dinheiro", "receberá*reembolso",
    "será reembolsad", "indenizaremos", "vamos indenizar", "we betalen*terug", "wij betalen*terug", "we zullen*terugbetalen",
    "wij zullen*terugbetalen", "u krijgt*geld terug", "je krijgt*geld terug", "wij vergoeden u", "we vergoeden u", "zwrócimy",
    "oddamy*pieniądze", "otrzyma*zwrot pieniędzy", "dostaniesz*zwrot", "zrekompensujemy", "wypłacimy", "iade edeceğiz",
    "geri ödeyeceğiz", "paranızı*alacaksınız", "tazmin edeceğiz", "سنعيد لك", "سنرد لك", "سنعوضك", "سوف نعيد لك", "ستسترد",
    "سنعيد المبلغ", "سنقوم برد", "我们会退款", "我们将退款", "我们会为您退款", "我们将为您退款", "会退还给您", "将退还给您",
    "我们会赔偿", "我们将赔偿", "您将收到退款", "您会收到退款", "返金いたします", "返金します", "返金させていただき",
    "補償いたします", "補償します", "賠償いたし"});

constexpr auto actionClaims = std::to_array<std::string_view>(
    {"i have refunded", "i've refunded", "we have refunded", "we've refunded", "i have cancelled", "i've cancelled",
        "we have cancelled", "we've cancelled", "i have canceled", "we have canceled", "i have deleted", "i've deleted",
        "we have deleted", "we've deleted", "i have closed", "i've closed", "we have closed", "we've closed",
        "your account has been closed", "your account has been deleted", "your data has been deleted", "refund has been issued",
        "refund has been processed", "refund was processed", "has been refunded to", "refund done", "i have approved",
        "we have approved", "ich habe*erstattet", "wir haben*erstattet", "habe ich*erstattet", "haben wir*erstattet",
        "ich habe*gelöscht", "wir haben*gelöscht", "ich habe*gekündigt", "wir haben*gekündigt", "ich habe*storniert",
        "wir haben*storniert", "wurde*erstattet", "nous avons remboursé", "nous vous avons remboursé", "j'ai remboursé",
        "je vous ai remboursé", "nous avons supprimé", "j'ai supprimé", "nous avons annulé", "j'ai annulé", "nous avons résilié",
        "a été remboursé", "hemos reembolsado", "he reembolsado", "hemos cancelado", "he cancelado", "hemos eliminado",
        "he eliminado", "ha sido reembolsad", "hemos cerrado su", "abbiamo rimborsato", "ho rimborsato", "abbiamo annullato",
        "abbiamo cancellato", "abbiamo eliminato", "è stato rimborsato", "reembolsamos o seu", "reembolsamos você", "reembolsei",
        "cancelamos a sua", "cancelei", "excluímos a sua", "foi reembolsad", "hebben*terugbetaald", "heb*terugbetaald",
        "hebben*verwijderd", "hebben*geannuleerd", "zwróciliśmy", "usunęliśmy", "anulowaliśmy", "zamknęliśmy", "iade ettik",
        "iade ettim", "iptal ettik", "hesabınızı sildik", "قمنا برد", "قمنا بحذف", "قمنا بإلغاء", "أعدنا المبلغ", "تم رد المبلغ",
        "حذفنا حسابك", "已为您退款", "已经退款", "已经为您退款", "已删除您的", "已为您取消", "已取消您的", "已关闭您的",
        "返金しました", "返金いたしました", "削除しました", "削除いたしました", "解約しました", "解約いたしました"});

constexpr auto legalStatements = std::to_array<std::string_view>({"we are liable", "we're liable", "we accept liability",
    "we accept full responsibility", "we admit fault", "it was our fault", "you have a legal right", "you are legally entitled",
    "you should sue", "you can sue", "you could sue", "wir haften", "wir übernehmen die haftung", "unser verschulden",
    "sie haben einen rechtsanspruch", "rechtlich steht ihnen", "sie können uns verklagen", "nous sommes responsables",
    "nous reconnaissons notre responsabilité", "vous avez légalement droit", "vous pouvez porter plainte", "somos responsables",
    "asumimos la responsabilidad", "tiene derecho legal", "puede demandar", "siamo responsabili",
    "ci assumiamo la responsabilità", "ha legalmente diritto", "somos responsáveis", "assumimos a responsabilidade",
    "você tem direito legal", "wij zijn aansprakelijk", "we zijn aansprakelijk", "u heeft wettelijk recht",
    "ponosimy odpowiedzialność", "prawnie przysługuje", "sorumluluğu kabul ediyoruz", "yasal hakkınız", "نتحمل المسؤولية",
    "نحن مسؤولون", "يحق لك قانونا", "我们承担责任", "我们负有责任", "您有法律权利", "您可以起诉", "法的責任を負", "弊社の過失"});

const PhraseList& phrasesOf(ForbiddenSpeech kind)
{
    static const std::array all{PhraseList(moneyPromises), PhraseList(actionClaims), PhraseList(legalStatements)};
    return all[std::to_underlying(kind)];
}

} // namespace

std::optional<text::Span> forbiddenSpeech(ForbiddenSpeech kind, const PhraseText& sentence)
{
    return phrasesOf(kind).find(sentence);
}

} // namespace tandem

#include "knowledge/import/OwnAddresses.h"

#include "base/Text.h"
#include "privacy/Redaction.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace tandem {
namespace {

constexpr std::size_t fewestTickets = 3;

// What teams call their addresses in the twelve languages: "support", "billing-eu", "kundenservice.de".
constexpr auto teams = std::to_array<std::string_view>({"support", "help", "helpdesk", "service", "services", "customerservice",
    "customercare", "care", "desk", "servicedesk", "info", "contact", "office", "hello", "team", "sales", "billing", "invoice",
    "invoices", "accounting", "accounts", "payments", "refunds", "returns", "orders", "shop", "store", "security", "privacy",
    "dpo", "gdpr", "legal", "compliance", "abuse", "postmaster", "webmaster", "noreply", "no", "donotreply", "reply", "notify",
    "notification", "notifications", "alerts", "status", "incidents", "news", "newsletter", "press", "media", "jobs", "careers",
    "hr", "feedback", "partner", "partners", "api", "developer", "developers", "admin", "it", "success", "onboarding",
    "emergency", "hotline", "community", "events", "marketing", "soporte", "ayuda", "atencion", "contacto", "hola", "ventas",
    "facturacion", "pagos", "pedidos", "devoluciones", "seguridad", "privacidad", "aide", "assistance", "bonjour", "ventes",
    "facturation", "paiements", "commandes", "retours", "securite", "hilfe", "kundenservice", "kundendienst", "kontakt", "hallo",
    "vertrieb", "verkauf", "rechnung", "rechnungen", "buchhaltung", "zahlungen", "bestellung", "bestellungen", "retouren",
    "sicherheit", "datenschutz", "presse", "assistenza", "aiuto", "contatto", "contatti", "ciao", "vendite", "fatturazione",
    "fatture", "pagamenti", "ordini", "resi", "sicurezza", "suporte", "ajuda", "atendimento", "contato", "ola", "vendas",
    "faturamento", "faturacao", "cobranca", "pagamentos", "pedido", "devolucoes", "seguranca", "klantenservice", "hulp",
    "verkoop", "facturatie", "facturen", "betalingen", "bestellingen", "retour", "veiligheid", "pomoc", "wsparcie", "obsluga",
    "biuro", "bok", "sprzedaz", "faktury", "platnosci", "zamowienia", "zwroty", "bezpieczenstwo", "rodo", "destek", "yardim",
    "iletisim", "bilgi", "satis", "fatura", "faturalar", "odeme", "siparis", "iade", "guvenlik", "kvkk", "daem", "musaada",
    "kefu", "fuwu", "shouhou", "toiawase", "otoiawase", "madoguchi", "eigyo", "seikyu"});

// Where people have their own mailboxes: the name before the last parts of a domain.
constexpr auto providers = std::to_array<std::string_view>({"gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo",
    "ymail", "icloud", "me", "mac", "aol", "gmx", "web", "t-online", "freenet", "proton", "protonmail", "pm", "mail", "zoho",
    "yandex", "orange", "free", "laposte", "sfr", "wanadoo", "libero", "virgilio", "tiscali", "alice", "uol", "bol", "terra",
    "sapo", "ziggo", "kpnmail", "xs4all", "planet", "wp", "onet", "o2", "interia", "op", "mynet", "qq", "163", "126", "sina",
    "sohu", "foxmail", "docomo", "ezweb", "softbank", "nifty", "fastmail", "hey", "tutanota"});

std::pair<std::string, std::string> parts(std::string_view address)
{
    const std::string lower = text::fold(text::trim(address));
    const std::size_t at = lower.rfind('@');
    if (at == std::string::npos || at == 0 || at + 1 == lower.size())
        return {};
    return {lower.substr(0, at), lower.substr(at + 1)};
}

bool isTeam(std::string_view local)
{
    const std::string_view first = local.substr(0, local.find_first_of(".-_+0123456789"));
    return std::ranges::find(teams, first) != teams.end();
}

// "acme" of "mail.acme.co.uk".
std::string_view ownerOf(std::string_view domain)
{
    auto labels = text::split(domain, '.');
    if (labels.size() > 1)
        labels.pop_back();
    static constexpr auto second = std::to_array<std::string_view>({"co", "com", "net", "ne", "org", "or", "gov", "edu", "ac"});
    if (labels.size() > 1 && std::ranges::find(second, labels.back()) != second.end())
        labels.pop_back();
    return labels.back();
}

bool isProvider(std::string_view domain)
{
    return std::ranges::find(providers, ownerOf(domain)) != providers.end();
}

} // namespace

OwnAddresses OwnAddresses::seenIn(const std::vector<Ticket>& tickets)
{
    std::map<std::string, std::size_t> named;
    std::map<std::string, std::size_t> written;
    for (const Ticket& ticket : tickets) {
        std::set<std::string> domains;
        // Cheap first: few answers hold an address at all.
        if (ticket.answer.find('@') != std::string_view::npos) {
            for (const PiiSpan& span : findPersonalData(ticket.answer)) {
                const auto [local, domain] = parts(ticket.answer.substr(span.begin, span.end - span.begin));
                if (span.type == "email" && isTeam(local) && !isProvider(domain))
                    domains.insert(domain);
            }
        }
        for (const std::string& domain : domains)
            ++named[domain];
        std::set<std::string> from;
        for (const std::string_view address : ticket.customerAddresses)
            from.insert(parts(address).second);
        for (const std::string& domain : from)
            ++written[domain];
    }
    OwnAddresses own;
    for (const auto& [domain, count] : named) {
        const auto customers = written.find(domain);
        if (count >= fewestTickets && (customers == written.end() || customers->second < count))
            own.m_domains.insert(domain);
    }
    return own;
}

bool OwnAddresses::contains(std::string_view address) const
{
    if (m_domains.empty())
        return false;
    const auto [local, domain] = parts(address);
    return m_domains.contains(domain) && isTeam(local);
}

std::string OwnAddresses::personIn(std::string_view name) const
{
    std::string person;
    bool isPerson = false;
    for (const text::Span& word : text::words(name)) {
        const std::string plain = text::foldAccents(word.of(name));
        if (std::ranges::any_of(m_domains, [&](const std::string& domain) { return ownerOf(domain) == plain; }))
            continue;
        isPerson = isPerson || !isTeam(plain);
        person += (person.empty() ? "" : " ") + std::string(word.of(name));
    }
    return isPerson ? person : std::string();
}

} // namespace tandem

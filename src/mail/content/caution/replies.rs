//! Answers that go to somebody else than the sender, where that matters.

use crate::mail::content::host::Host;
use crate::mail::content::mime::Head;
use crate::mail::{Address, Person};

/// Letters that a name before the `@` has at least to be somebody's.
const MIN_NAME: usize = 3;
/// Where anybody gets an address for nothing; a name with a dot at its end stands for all countries.
const FREE: [&str; 69] = [
    "126.com",
    "163.com",
    "abv.bg",
    "angelfire.com",
    "aol.",
    "bigfoot.com",
    "bk.ru",
    "bol.com.br",
    "btamail.net.cn",
    "centrum.cz",
    "email.com",
    "email.cz",
    "eudoramail.com",
    "excite.",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.",
    "googlemail.com",
    "hanmail.net",
    "hotmail.",
    "hushmail.com",
    "icloud.com",
    "inbox.lv",
    "inbox.ru",
    "indiatimes.com",
    "juno.com",
    "laposte.net",
    "libero.it",
    "list.ru",
    "live.",
    "lycos.",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.hu",
    "me.com",
    "msn.com",
    "naver.com",
    "netscape.net",
    "netzero.net",
    "o2.pl",
    "onet.pl",
    "outlook.",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "sapo.pt",
    "seznam.cz",
    "sina.com",
    "sohu.com",
    "terra.com.br",
    "tuta.com",
    "tutanota.com",
    "ukr.net",
    "uol.com.br",
    "usa.com",
    "usa.net",
    "virgilio.it",
    "web.de",
    "wp.pl",
    "yahoo.",
    "yandex.",
    "yeah.net",
    "ymail.com",
    "zoho.com",
];
/// Names before the `@` that are a task and no person: the same at two domains means nothing.
const TASKS: [&str; 28] = [
    "abuse",
    "accounts",
    "admin",
    "billing",
    "bounce",
    "contact",
    "customerservice",
    "editor",
    "feedback",
    "hello",
    "help",
    "info",
    "kontakt",
    "list",
    "mail",
    "marketing",
    "members",
    "news",
    "newsletter",
    "office",
    "orders",
    "postmaster",
    "sales",
    "service",
    "shop",
    "support",
    "team",
    "webmaster",
];
/// What an address has in it from which nobody reads answers: they have to go elsewhere.
const UNREAD: [&str; 10] = [
    "automat",
    "bounce",
    "do-not-reply",
    "donotreply",
    "mailer",
    "no-reply",
    "no_reply",
    "noreply",
    "notification",
    "wordpress",
];

/// Finds an address of Reply-To at which another than the sender would read the answer.
///
/// Lists, shops and ticket systems send answers elsewhere for good reasons; who pretends to be somebody has them go to a mail
/// service where anybody gets an address, to the same name at another domain, or to one that looks like the sender's.
pub(super) fn elsewhere<'a>(head: &'a Head, sender: &Person, from: &Host, owner: &Address) -> Option<&'a str> {
    let (local, _) = sender.address.as_deref()?.rsplit_once('@')?;
    let local = local.to_lowercase();
    let is_told = |address: &&str| {
        let Some(to) = Host::of_address(address).filter(|to| to.organization() != from.organization()) else {
            return false;
        };
        // An address that the owner has is no stranger's.
        if address.eq_ignore_ascii_case(&owner.to_string()) {
            return false;
        }
        let looks_like_it = Host::read(from.organization()).is_some_and(|from| to.imitates(&from));
        let is_unread = UNREAD.iter().any(|word| local.contains(word));
        looks_like_it || (!head.is_bulk && !is_unread && (is_free(&to) || is_same_person(address, &local)))
    };
    head.reply_to.iter().filter_map(|person| person.address.as_deref()).find(is_told)
}

pub(super) fn is_free(host: &Host) -> bool {
    let organization = host.organization();
    FREE.iter().any(|free| match free.strip_suffix('.') {
        Some(name) => organization.split('.').next() == Some(name),
        None => organization == *free,
    })
}

fn is_same_person(address: &str, local: &str) -> bool {
    let other = address.rsplit_once('@').map(|(other, _)| other.to_lowercase()).unwrap_or_default();
    other == local && local.len() >= MIN_NAME && !TASKS.contains(&local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::content::mime;

    fn told(lines: &str) -> Option<String> {
        let head = mime::head(format!("{lines}\r\nSubject: x\r\n\r\n").as_bytes());
        let sender = head.from.first().unwrap();
        let host = Host::of_address(sender.address.as_deref().unwrap()).unwrap();
        elsewhere(&head, sender, &host, &Address::parse("anna@example.net").unwrap()).map(str::to_owned)
    }

    #[test]
    fn an_answer_to_a_free_mail_service_or_to_the_same_name_elsewhere_is_told() {
        for (from, reply) in [
            ("boss@company.example", "boss.private@gmail.com"),
            ("boss@company.example", "x@yahoo.co.uk"),
            ("service@bank.example", "service.bank@outlook.com"),
            ("anna.weiss@company.example", "Anna.Weiss@cornpany-mail.example"),
            ("info@company.example", "other@c\u{43e}mpany.example"),
            ("info@company.example", "info@cornpany.example"),
            ("x@gmail.com", "y@gmx.de"),
        ] {
            assert_eq!(told(&format!("From: {from}\r\nReply-To: <{reply}>")).as_deref(), Some(reply), "{from}");
        }
    }

    #[test]
    fn an_answer_that_goes_where_companies_send_it_is_not_told() {
        for (from, reply) in [
            ("news@shop.example", "service@shop-support.example"),
            ("info@company.example", "info@company.test"),
            ("boss@company.example", "boss@mail.company.example"),
            ("no-reply@market.example", "buyer@gmail.com"),
            ("shop@market.example", "ANNA@example.net"),
            ("a@company.example", "a@elsewhere.example"),
            ("x@gmail.com", "y@gmail.com"),
            ("x@company.example", "y@notgmail.com"),
            ("x@company.example", "nobody"),
        ] {
            assert_eq!(told(&format!("From: {from}\r\nReply-To: {reply}")), None, "{from} {reply}");
        }
    }

    #[test]
    fn of_a_list_only_an_answer_to_a_look_alike_is_told() {
        for field in [
            "List-Id: <x.lists.example>",
            "List-Post: <mailto:x@lists.example>",
            "List-Unsubscribe: <mailto:x@lists.example>",
            "Mailing-List: contact x@lists.example",
            "X-Mailing-List: x",
            "Precedence: bulk",
        ] {
            let lines = format!("{field}\r\nFrom: boss@company.example\r\nReply-To: ");
            assert_eq!(told(&format!("{lines}boss@gmail.com")), None, "{field}");
            assert_eq!(told(&format!("{lines}x@cornpany.example")).as_deref(), Some("x@cornpany.example"), "{field}");
        }
    }
}

# Every sentence of Postern, in English.
#
# For translators: write for somebody who reads mail in a mail program (POP) and is not at home with computers.
# "Folder" is a mailbox on the server; "mail program" is what collects the mail. Say what that program will see.
# $count is a number and chooses the plural. Never write HTML.

## How this language writes numbers, sizes and dates

number-separator = ,
number-decimal-point = .
size-kb = { $size } kB
size-mb = { $size } MB
size-gb = { $size } GB
size-tb = { $size } TB
date-time = { $hour }:{ $minute }
date-day = { $day } { $month }
date-day-year = { $day } { $short_month } { $year }
date-long = { $weekday } { $day } { $month } { $year }, { $hour }:{ $minute }
date-weekday =
    { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
date-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
date-month-short =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
messages =
    { $count ->
        [0] No messages
        [one] 1 message
       *[other] { $count } messages
    }
messages-and-size = { $messages }, { $size }
messages-unknown = The mail server does not say how many

## The frame of every page

skip = Skip to the content
nav-label = Folders and help
nav-overview = Overview
nav-help = Help
nav-guide = Help with this page
nav-setup = Settings for your mail program
signed-in-as = Signed in as
sign-in = Sign in
sign-out = Sign out
support = Ask { $brand } for help

## Folders and messages

folder-inbox = Inbox
folder-spam = Spam
folder-trash = Trash
folder-sent = Sent
folder-drafts = Drafts
folder-archive = Archive
no-sender = (no sender)
no-subject = (no subject)
no-date = no date
column-from = From
column-subject = Subject
column-score = How sure?
column-date = Date
column-size = Size

## Overview

overview-title = Your mailbox
overview-make-room = Make room
overview-sees = Your mail program sees
overview-sees-not = Your mail program does not see
overview-inbox-empty = An empty Inbox is normal: your mail program has collected everything.
overview-inbox-explained = Your mail program collects new mail from here. This is the only folder it knows.
overview-spam-empty = There is nothing to look through.
overview-spam-explained = The spam filter put these aside. Some of them may be messages you want.
overview-spam-newest = The newest
overview-spam-look = Look through Spam
overview-no-spam = Your mailbox has no Spam folder, so nothing is hidden from your mail program there.
overview-trash-empty = There is nothing in Trash.
overview-trash-explained = Deleted messages stay here, and still take up room.
overview-trash-look = Look through Trash
overview-no-trash = Your mailbox has no Trash folder, so no deleted mail is taking up room there.
overview-others = Other folders on the mail server
overview-others-explained = They were made by another program or on the web. They take up room, too.
overview-why = Why your mail program does not see every folder

## How full the mailbox is

room-nearly-full = Your mailbox is { $percent }% full: { $used } of { $limit } used. When it is full, new mail is turned away.
room-full = Your mailbox is full: { $used } of { $limit } used. New mail may be turned away.
room-put-away = Not now

storage-title = How full your mailbox is
storage-used = { $used } of { $limit } used ({ $percent }%)
storage-free = { $size } free. There is room for new mail.
storage-nearly-full = Your mailbox is nearly full. When it is full, new mail is turned away. You can make room here:
storage-full = Your mailbox is full, and new mail may be turned away. You can make room here:
storage-largest = Largest messages in the Inbox
storage-largest-explained = Delete what your mail program has already collected. It goes to Trash first. That frees no room until you empty Trash.
storage-unknown = Your mail server does not tell us a limit. There is nothing you need to do.
storage-look = Where the room went
storage-page-title = Where the room went
storage-page-lead = This is what takes up room on the mail server. What takes the most is at the top. Each red button says how much room it makes.
storage-help = What happens when a mailbox is full
storage-mailbox = Your mailbox
storage-quota-messages = { $name }, number of messages
storage-messages-used = { $used } of { $limit } messages ({ $percent }%)
storage-is-nearly-full = Your mailbox is nearly full. When it is full, new mail is turned away.
storage-is-full = Your mailbox is full, and new mail may be turned away.
storage-counting = We are still counting: { $done } of { $count } messages so far. This page goes on by itself.
storage-uncounted =
    { $count ->
        [one] 1 message is not counted here. The mail server did not tell its size.
       *[other] { $count } messages are not counted here one by one. They may be too many, or the mail server did not tell their sizes.
    }
storage-folders = Folders
storage-folder = Folder
storage-more-folders =
    { $count ->
        [one] 1 more folder
       *[other] { $count } more folders
    }
storage-messages = Messages
storage-not-known = not known
storage-message = (a message)
storage-not-yet = still counting
storage-nothing = nothing
storage-frees = { $what } (frees { $size })
storage-frees-of = { $action }: { $what }
storage-largest-first = Largest first
storage-largest-in = Largest first: { $folder }
storage-largest-title = The largest messages
storage-largest-lead = They are deleted for good, without going through Trash. Your mail program keeps the copies it has.
storage-ages = By age
storage-arrived = Arrived
storage-this-year = This year
storage-last-year = Last year
storage-older = Before that
storage-senders = Who fills Spam and Trash
storage-newest-only = Only the newest { $count } messages of each of these two folders are looked at here.
storage-back = No, back
storage-clean = Keep Spam and Trash clean
storage-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
storage-months =
    { $count ->
        [one] 1 month
       *[other] { $count } months
    }
storage-full-in = If it goes on filling up like this, it will be full in about { $days }.
storage-full-between = If it goes on filling up like this, it will be full in about { $days }. It may be { $soonest }, or { $latest }.
storage-full-or-never = If it goes on filling up like this, it will be full in about { $days }. It may be { $soonest }, or much longer.
storage-forecast-help = This is a guess

## Old mail in the Inbox

old-title = Old mail in the Inbox
old-lead = Many mail programs leave a copy of each message on the server. These copies fill the mailbox up. Here you can clear the old ones away.
old-help = How to stop your mail program from leaving copies
old-ages = How much there is
old-older =
    { $count ->
        [one] Older than 1 day
       *[other] Older than { $count } days
    }
old-choose = Choose what to clear away
old-days = Older than so many days
old-only-read = Only what is marked as read
old-read-explained = A message is marked as read when it was opened here, on a phone, or on many servers when your mail program has collected it. With 0 days, age does not count.
old-preview-read = All mail that is marked as read
old-preview-older =
    { $count ->
        [one] Mail older than 1 day
       *[other] Mail older than { $count } days
    }
old-preview-older-read =
    { $count ->
        [one] Mail older than 1 day that is marked as read
       *[other] Mail older than { $count } days that is marked as read
    }
old-how-much =
    { $count ->
        [one] 1 message, { $size }.
       *[other] { $count } messages, { $size }.
    }
old-nothing = There is no such mail in your Inbox.
old-first-only = That is a lot at once, so this button takes the first { $count } of them. Then look again.
old-to-trash = All this goes to Trash first. That frees no room until you empty Trash, and until then you can put it back.
old-program-keeps = Your mail program keeps the copies it has collected. What it has not collected yet it can no longer collect. A phone that uses IMAP no longer shows them.
old-check-first = What to check first
old-oldest = The oldest of them
old-move =
    { $count ->
        [one] Move 1 message to Trash
       *[other] Move { $count } messages to Trash
    }
storage-inbox-old = Clear old mail away

## Keeping Spam and Trash clean by themselves

clean-title = Keep Spam and Trash clean
clean-lead = What has been in one of these folders for a while can go by itself. You choose how long. What counts is the time in the folder, not the date of the message.
clean-help = How this works
clean-choose = Delete for good what has been here for
clean-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
clean-look = Look what would go
clean-is-off = Off. Nothing goes by itself.
clean-is-on =
    { $count ->
        [one] On. Messages go when they have been here for 1 day.
       *[other] On. Messages go when they have been here for { $count } days.
    }
clean-switch-off = Switch off for { $folder }
clean-ran =
    { $count ->
        [one] Last looked at: { $day }. 1 message went ({ $size }).
       *[other] Last looked at: { $day }. { $count } messages went ({ $size }).
    }
clean-ran-nothing = Last looked at: { $day }. Nothing had to go.
clean-runs = Being cleaned just now.
clean-stopped = Last looked at: { $day }. It was stopped, and nothing went. It is still switched on.
clean-expires =
    { $count ->
        [one] Your mail server itself deletes what has been in { $folder } for 1 day. So there is nothing to choose here.
       *[other] Your mail server itself deletes what has been in { $folder } for { $count } days. So there is nothing to choose here.
    }
clean-preview-title =
    { $count ->
        [one] { $folder }: delete after 1 day?
       *[other] { $folder }: delete after { $count } days?
    }
clean-goes-now =
    { $count ->
        [one] 1 message ({ $size }) has been here for { $days } days or longer. It goes now, for good.
       *[other] { $count } messages ({ $size }) have been here for { $days } days or longer. They go now, for good.
    }
clean-goes-nothing = Nothing goes now.
clean-goes-later =
    { $count ->
        [one] Every other message goes when it has been here for 1 day.
       *[other] Every other message goes when it has been here for { $count } days.
    }
clean-clock-server = Your mail server tells us when each message came into this folder. An old message that was moved here yesterday has been here for one day.
clean-clock-seen = Your mail server does not tell us when a message came into this folder. So we count from the day on which we first saw it here.
clean-when-signed-in = We look each time you sign in, once a day at most. While you are away, nothing goes.
clean-when-nightly = We look every night, and when you sign in.
clean-no-undo = What has gone cannot be opened here any more.
clean-oldest = These have been here longest
clean-switch-on = Switch on
clean-switch-on-now =
    { $count ->
        [one] Switch on, and delete 1 message now
       *[other] Switch on, and delete { $count } messages now
    }
flash-clean-on = It is switched on.
flash-clean-off = It is switched off. Nothing goes by itself any more.
flash-clean-look-again = That was a while ago. Please look once more at what would go.

## Lists

list-inbox-explained = Your mail program collects these messages from here.
list-spam-explained = The spam filter put these messages aside. Your mail program does not see them.
list-trash-explained = Deleted messages stay here and still take up room. Your mail program does not see them.
list-folder-explained = Your mail program does not see this folder. Its messages take up room on the mail server.
list-inbox-nothing = Your Inbox is empty. That is normal: your mail program has collected everything.
list-spam-nothing = Nothing in Spam. No messages are being kept from your mail program here.
list-trash-nothing = Nothing in Trash. It takes up no room.
list-folder-nothing = Nothing in this folder. It takes up no room.
list-found =
    { $count ->
        [0] nothing found for “{ $words }”
        [one] 1 message found for “{ $words }”
       *[other] { $count } messages found for “{ $words }”
    }
list-found-nothing = No sender or subject in { $folder } has “{ $words }” in it. Part of a word is enough: try a shorter one. Or search another folder:
list-search = Search
list-search-label = Search { $folder }
list-search-all = Show all messages
list-sort = Sort by
list-sort-date = Last arrived here
list-sort-size = Largest
list-sort-from = Sender
list-sort-subject = Subject
list-sort-score = Close calls first
list-moved-explained = Messages stand in the order in which they came into this folder. One that was moved here keeps its own date.
list-only-newest =
    { $count ->
        [one] This folder is very large. Only the newest message was looked at.
       *[other] This folder is very large. Only the newest { $count } messages were looked at.
    }
list-older-by-server =
    { $count ->
        [one] This folder is very large. We read only the newest message ourselves. Older messages were searched by the mail server only, which may miss some with accents or other special letters.
       *[other] This folder is very large. We read only the newest { $count } messages ourselves. Older messages were searched by the mail server only, which may miss some with accents or other special letters.
    }
list-close-calls =
    { $count ->
        [one] 1 of these was a close call.
       *[other] { $count } of these were close calls.
    }
list-close-calls-first = Look at those first.
list-choose = Select
list-choose-all = Select all on this page
# While messages are selected; $count is filled in later and has no plural.
list-chosen = { $count } selected
list-choose-every = Select all { $count } messages, on every page
list-choose-found = Select all { $count } messages that were found
list-chosen-every =
    { $count ->
        [one] The one message here is selected.
       *[other] All { $count } messages are selected, on every page.
    }
list-chosen-found =
    { $count ->
        [one] The one message found for “{ $words }” is selected.
       *[other] All { $count } messages found for “{ $words }” are selected.
    }
list-choose-few = Select some only
list-going = (being moved or deleted)
list-chosen-none = Select messages first
list-unread = Unread:
list-range = { $first }–{ $last } of { $total }
points = { $score } points
points-percent = { $percent }%
points-scale = { $score } of { $most }
# How sure the filter was, from points and limit.
sure-close = close call
sure-likely = likely
sure-very-likely = very likely
sure-certain = certain
pages-label = Pages
pages-previous = Previous page
pages-next = Next page
spam-empty-link = Empty Spam…
trash-empty-link = Empty Trash…

## What can be done with messages

act-rescue = Not spam
act-unwrap = Not spam: deliver the original
act-rescue-wrapped = Move it as it is
act-restore = Put back in the Inbox
act-to-inbox = Move to the Inbox
act-delete = Delete
act-delete-for-good = Delete for good
act-spam = This is spam
act-read = Mark as read
# The same button when it is asked to be pressed again; $count is filled in later and has no plural.
delete-confirm = Press again to delete for good ({ $count })

## One message

message-back = Back to { $folder }
message-ways = Other messages
message-previous = Previous
message-next = Next
keys-help = Keys for reading and sorting quickly
message-spam-explained = “Not spam” moves this message to your Inbox, and your mail program will collect it the next time it checks.
message-wrapped-explained = The spam filter wrapped this message in a report. “Deliver the original” puts the message itself into your Inbox, as it was sent, and deletes the report. Your mail program will collect the original the next time it checks. “Move it as it is” leaves it inside the report.
message-trash-explained = If you put this message back in the Inbox, your mail program will collect it the next time it checks.
message-inbox-explained = If you delete this message here or report it as spam, your mail program can no longer collect it, but keeps any copy it already has.
message-folder-explained = If you move this message to the Inbox, your mail program will collect it the next time it checks.
message-to = To
message-cc = Copy to
message-arrived = Arrived
message-sent = Sent (according to the sender’s computer)
sender-new = New here: no other message in your Inbox comes from this address.
sender-known =
    { $count ->
        [one] 1 other message in your Inbox comes from this address.
       *[other] { $count } other messages in your Inbox come from this address.
    }
sender-often =
    { $count ->
        [one] Writes to you often: 1 other message in your Inbox comes from this address.
       *[other] Writes to you often: { $count } other messages in your Inbox come from this address.
    }
caution-title = Look closely at the sender
caution-title-links = Look closely at the links
caution-name-says = The name says “{ $said }”, but the address is { $address }.
caution-several = More than one sender is named: also { $others }.
caution-letters = The internet address is written with letters that only look like ordinary ones: { $shown } is really { $wire }.
caution-like-yours = The internet address looks like { $yours }, but it is { $wire }.
caution-replies = If you reply, your reply goes to { $address }, and that is not the sender.
caution-link-like = A link leads to { $wire }, which looks like { $other } and is another address.
caution-link-letters = A link leads to an address written with letters that only look like ordinary ones: { $shown } is really { $wire }.
caution-link-says = A link says “{ $says }”, but leads to { $leads }. Somebody may be trying to deceive you.
caution-help = Can I trust a sender’s name?
message-more = More about this message
quote-more =
    { $count ->
        [one] Show 1 more line of the quote
       *[other] Show { $count } more lines of the quote
    }
message-verdict = The spam filter gave this message { $score } points. More points mean more like spam.
message-verdict-of = The spam filter gave this message { $score } points. At { $limit } points or more, a message counts as spam.
message-verdict-usual = The spam filter gave this message { $score } points. At { $limit } points or more, a message usually counts as spam.
message-verdict-probability = The spam filter says that this is spam with a probability of { $percent }%.
message-verdict-scale = The spam filter gave this message { $score } on a scale that goes to { $most }. At { $limit } or more, a message counts as spam.
message-verdict-refused = The spam filter gave this message { $score } points. More points mean more like spam; at { $limit } points it would have been refused.
why-title = Why is this in Spam?
why-no-word = Your provider filed this as spam, but left no reason in the message.
why-no-rule = The filter left its points in the message, but no reasons.
why-only-spam = The filter marked this message as spam, but left no reasons.
why-not-spam = The spam filter did not think this message was spam. One of your mail programs, or a rule of your mailbox, may have put it here.
why-no-plain-words = We have no plain words for what the filter found. Its own words are in the technical details.
why-sure = How sure the filter is:
why-in-favour = What speaks for it
# A rule that we have no words for: the filter's own, else only its name.
why-own-words = In the filter’s own words:
why-own-name = A rule of the filter that we have no plain words for:
why-details = Technical details
sender-confirmed = It really comes from { $domain }: your provider checked that. That alone does not make it harmless.
sender-not-confirmed = It only claims to come from { $domain }: your provider could not confirm that. With mail of a mailing list this happens, too.
sender-checks = How the sender was checked: { $checks }
# Where the filter that is believed wrote below another, which says otherwise, and the host names none as its own.
why-not-topmost = Another filter’s lines stand above those that are read here. So these may have come along with the message.
why-rule = Rule
why-points = Points
why-says = What the filter says

# Reasons of a spam filter in plain words: first as a sentence, then in a few words for the list.
reason-blocked = You, or your provider, have blocked this sender.
reason-test = It is the test message that every filter must treat as spam.
reason-malware = It holds a virus, or leads to a page that may harm your computer.
reason-phishing = It looks like a trap for your password or your card number.
reason-extortion = It asks for money, or offers it, in a form such as Bitcoin.
reason-link-listed = A link in it leads to an address that is known for spam.
reason-server-listed = The computer that sent it is on a list of known spam senders.
reason-known-spam = Other people got the same message and reported it as spam.
reason-learned = It looks like other mail that was marked as spam here.
reason-sender-forged = The sender’s address could not be confirmed. It may be false.
reason-scam = It speaks of easy money, of a prize, or of money that somebody left.
reason-drugs = It offers pills or a miracle cure.
reason-adult = It is about sex.
reason-disguised = Its words are spelled oddly, to get past filters.
reason-hidden = It holds text that you cannot see.
reason-new-domain = It names a web or mail address that is only a few days old.
reason-odd-domain = The sender’s address is of a kind that spam often has.
reason-replies-elsewhere = A reply would go to an address other than the sender’s.
reason-program-forged = It claims to come from a mail program that did not write it.
reason-odd-server = The computer that sent it is not set up as those of mail services are.
reason-odd-link = It hides where a link leads.
reason-attachment = There is something attached that may do harm.
reason-wrong-date = Its date is wrong.
reason-headers = Something that each proper message has is missing or wrong.
reason-not-to-you = It is not properly addressed to you, or hides whom it is for.
reason-language = It is in a language or alphabet that you do not usually get mail in.
reason-greeting = It does not greet you by name.
reason-advertising = It looks like adverts that are sent to very many people.
reason-shouting = It shouts in capital letters, or its subject is odd.
reason-pictures = It is made of pictures, with hardly any text.
reason-bad-html = It was made without care, as mass mail often is.
reason-encoded = It is put together in a way that mail programs seldom use.
reason-free-mail = It comes from an address at a free mail service.
reason-history = Earlier mail from this sender looked like spam.
good-listed = You, or your provider, have allowed this sender.
good-learned = It looks like good mail that came here before.
good-known = Earlier mail from this sender was good.
good-trusted-server = The computer that sent it is known for good mail.
good-signed = It is really from the address that it names.
good-form = It is made the way that proper mail is.
short-reason-blocked = blocked here
short-reason-test = test message
short-reason-malware = may hold a virus
short-reason-phishing = wants your password
short-reason-extortion = Bitcoin
short-reason-link-listed = known spam link
short-reason-server-listed = known spam sender
short-reason-known-spam = known spam
short-reason-learned = looks like spam
short-reason-sender-forged = sender not confirmed
short-reason-scam = promises money
short-reason-drugs = offers pills
short-reason-adult = about sex
short-reason-disguised = disguised words
short-reason-hidden = hidden text
short-reason-new-domain = brand-new address
short-reason-odd-domain = odd sender address
short-reason-replies-elsewhere = replies go elsewhere
short-reason-program-forged = false mail program
short-reason-odd-server = odd computer
short-reason-odd-link = hidden link
short-reason-attachment = risky attachment
short-reason-wrong-date = wrong date
short-reason-headers = not a proper message
short-reason-not-to-you = not addressed to you
short-reason-language = unusual language
short-reason-greeting = impersonal greeting
short-reason-advertising = advertising
short-reason-shouting = capitals, odd subject
short-reason-pictures = mostly pictures
short-reason-bad-html = made without care
short-reason-encoded = oddly packed
short-reason-free-mail = free mail address
short-reason-history = sent spam before
rule-adult-meet = It seems to be from a stranger who wants to meet you.
rule-adult-subject = Its subject speaks of sex.
rule-advert-act-now = It wants you to act at once.
rule-advert-admits = It says itself that it is an advert.
rule-advert-bulk = It is mass mail, sent to very many people.
rule-advert-buy = Its subject or its sender wants to sell you something.
rule-advert-cannot-see = It tells you how to see the advert if it does not show.
rule-advert-complaints = People often complain about mass mail from this sender.
rule-advert-excuse = It says that you asked for it, or that it is not spam.
rule-advert-leads = It offers lists of mail addresses for sale.
rule-advert-leave = It says how to get off a list, in words that spam uses.
rule-advert-no-leave = It is mass mail, but has no way to leave the list.
rule-advert-number = It holds a number that tells the sender whom it went to.
rule-advert-price = It praises low prices or a free offer.
rule-advert-risk = It promises that you take no risk.
rule-advert-says-so = It says itself that it is mass mail.
rule-advert-service = It offers goods or services to firms that did not ask for them.
rule-advert-traits = It has traits that are known from one sender of spam.
rule-advert-watch = It offers watches, and perhaps false ones.
rule-allowed-by-provider = Your provider has put this sender on its allow list.
rule-allowed-by-rule = A rule that your provider made has let it through.
rule-allowed-by-you = This sender is on your own list of safe senders.
rule-allowed-link = It leads to a site that you, or your provider, have allowed.
rule-allowed-more = Your address is set so that more mail is let through.
rule-allowed-released = It had been held back, and was then let through.
rule-allowed-sender = This sender is on an allow list, yours or your provider’s.
rule-allowed-subject = Its subject has words that you, or your provider, have allowed.
rule-attached-document = A document is attached, and it comes from a free mail address.
rule-attached-locked = What is attached is locked, so that no filter can look inside.
rule-attached-other-kind = What is attached is not what it claims to be.
rule-attached-packed = What is attached is packed so that filters see little of it.
rule-attached-page = A web page is attached, perhaps to get past filters.
rule-attached-pdf = The PDF file attached looks odd.
rule-attached-pdf-only = It holds no text, only a PDF file.
rule-attached-pdf-program = The PDF file attached has a program in it.
rule-attached-program = A program is attached, or some other file that may do harm.
rule-attached-two-ends = What is attached has two endings, to hide that it may do harm.
rule-blocked-by-provider = This sender is on your provider’s block list.
rule-blocked-by-rule = A rule that your provider made took it for spam.
rule-blocked-by-you = This sender is on your own block list.
rule-blocked-link = It leads to a site that you, or your provider, have blocked.
rule-blocked-subject = Its subject has words that you, or your provider, have blocked.
rule-blocked-to = It was sent to an address for which all mail is blocked.
rule-date-days = Its date is days or even months in the future.
rule-date-days-ago = It got here days after its date.
rule-date-form = Its date is not written as mail programs write dates.
rule-date-hours-ago = It got here some hours after its date.
rule-date-none = It has no date.
rule-date-some-hours = Its date is some hours in the future.
rule-disguised-address = It holds a mail address that is written in code.
rule-disguised-alike = Some letters are swapped for others that look the same.
rule-disguised-brand = It spells the name of a well-known firm oddly, to get past filters.
rule-disguised-code = Its text was cut up out of sight, to get past filters.
rule-disguised-gaps = There are gaps between the letters of its subject, to get past filters.
rule-disguised-mixed = Some words mix letters of more than one alphabet.
rule-disguised-mixed-link = A link in it mixes letters of more than one alphabet.
rule-disguised-money = It spells words about money oddly, to get past filters.
rule-disguised-nonsense = It holds nonsense that is meant to trick filters.
rule-disguised-spaced = It is spaced out oddly, to get past filters.
rule-disguised-unseen = Unseen signs stand between the letters, to get past filters.
rule-disguised-word = It spells a common word oddly, to get past filters.
rule-drugs-calm = It names pills that calm you or help you sleep.
rule-drugs-larger = It promises to make a part of the body larger.
rule-drugs-many = It names more than one kind of pill.
rule-drugs-men = It offers pills for men.
rule-drugs-men-hidden = It offers pills, and spells their name oddly to get past filters.
rule-drugs-shop = It offers pills without a visit to the doctor.
rule-drugs-slim = It offers help to lose weight.
rule-extortion-account = It names a Bitcoin account, so that somebody can be paid.
rule-extortion-bomb = It speaks of a bomb, and wants to be paid.
rule-extortion-deadline = It wants Bitcoin or the like, and tries to hurry you.
rule-extortion-details = It speaks of facts about you, and of Bitcoin.
rule-extortion-filmed = It claims to have filmed you, to scare you into paying.
rule-extortion-hacked = It claims that your computer was hacked, to scare you into paying.
rule-extortion-known-account = It names a Bitcoin account that is known from fraud.
rule-extortion-password = It names a password, to scare you into paying.
rule-extortion-pay = It wants you to pay in Bitcoin or the like.
rule-extortion-spam = It speaks of Bitcoin in the way that spam does.
rule-extortion-threat = It seems to threaten you, and wants to be paid in Bitcoin or the like.
rule-forged-big-service = It names a big mail service, but did not come from there.
rule-forged-famous = It names a well-known sender, but does not come from there.
rule-forged-helo = The computer that sent it gave a name that is not its own.
rule-forged-like-address = The sender’s address is much like one you trust, but not the same.
rule-forged-like-firm = It seems to use the name of a well-known firm.
rule-forged-like-friend = It seems to use the name of somebody you often write to.
rule-forged-like-person = It seems to use the name of somebody you know.
rule-forged-name = The sender’s name shows one address, but the real one is another.
rule-forged-no-place = The sender’s address does not seem to exist, so no reply would get there.
rule-forged-no-seal = It lacks the seal that real mail from this sender bears.
rule-forged-origin = The sender’s address and the real origin of the message do not fit together.
rule-forged-quarantine = It failed the sender’s own test. The sender asks that such mail be put aside.
rule-forged-record = The record of the way it took is false.
rule-forged-reject = It failed the sender’s own test. The sender asks that such mail be refused.
rule-forged-seal = The sender’s seal on it is broken. It may have been changed on its way.
rule-forged-self = It claims that you sent it to yourself.
rule-forged-strange-seal = It bears a seal that its mail service does not use.
rule-forged-test = It failed the test that shows whether it is really from its sender.
rule-forged-two-addresses = It was not sent from the address you see. Newsletters do that too.
rule-forged-unclear = The sender has a mistake in its set-up, so nothing could be proved.
rule-forged-way = It came from a computer that is not allowed to send mail for this sender.
rule-forged-way-perhaps = It came from a computer that should not send mail for this sender.
rule-forged-weak = The sender does nothing to guard its address, so nothing could be proved.
rule-forged-your-name = It uses your own name or address as the sender’s name.
rule-form-bad-letters = There are signs at its top that may not stand there.
rule-form-broken = Parts of it are broken.
rule-form-empty = There is hardly anything in it.
rule-form-from = The sender’s name and address are written in an odd way.
rule-form-hidden-lines = Lines in it that you do not see are written in an odd way.
rule-form-late-number = It got its serial number on its way, not from the mail program.
rule-form-letter = The gaps of a form letter were not filled in.
rule-form-no-from = It does not say whom it is from.
rule-form-no-name = The sender’s name is left blank, or part of the address is missing.
rule-form-no-number = It lacks the serial number that each proper message has.
rule-form-number = Its serial number is not of the kind that mail programs give.
rule-form-own-praise = It says of itself that it was checked for spam. Good mail says so too.
rule-form-title = The sender’s name begins with a title, as in many fraud letters.
rule-form-twice = Something stands in it twice that may stand there once only.
rule-form-urgent = It is marked as urgent, as spam likes to be.
rule-free-anybody = It comes from a free mail service, where anybody can get an address.
rule-free-digit = It comes from a free mail address that ends in a number.
rule-free-throw-away = It names an address of a kind that people use once and drop.
rule-good-like-00 = It looks very much like good mail that came here before.
rule-good-like-40 = It looks a little more like good mail than like spam.
rule-good-like-whole = On the whole it looks like good mail.
rule-good-like-words = Its words are those of good mail that came here before.
rule-good-passed = The filter looked at it and did not take it for spam.
rule-good-same = It is the same as a message that is known to be good.
rule-greeting-friend = It calls you “Dear friend”, not by your name.
rule-greeting-something = It calls you “Dear Sir” or the like, not by your name.
rule-hidden-block = It holds a long piece of text that you cannot see.
rule-hidden-colour = Some of its text has the same colour as the page.
rule-hidden-no-name = It holds text that you cannot see, and came from an odd computer.
rule-hidden-off-page = Part of it lies off the page, where you cannot see it.
rule-hidden-tiny = Some of its text is too small to read.
rule-hidden-word = It holds words that you cannot see.
rule-history-computer = Mail from the same computer was often spam.
rule-history-mean = Earlier mail from this sender looked more like spam than this one.
rule-history-proved = The sender is real, but other signs look like spam.
rule-history-sender = Mail from this sender was often spam.
rule-known-alike = It is nearly the same as a message that is known as spam.
rule-known-at-start = It was taken for spam when it was sent off.
rule-known-before = Another filter had marked it as spam on its way to you.
rule-known-bulk = The computer that sent it sends mostly mass mail.
rule-known-computer = Mail from the same computer was good before.
rule-known-many = Very many people got the same message.
rule-known-odd = Something about it seemed odd to the filter.
rule-known-part = Something in it is known from earlier spam.
rule-known-perhaps = It is much like a message that is known as spam.
rule-known-reply = It looks like a reply to a message of yours.
rule-known-reported = Others have got the same message and reported it as spam.
rule-known-sender = Mail from this sender has come here before.
rule-known-sure = The filter is quite sure that it is spam, but did not say why.
rule-known-thinks = The filter took it for spam, but did not say why.
rule-known-twice = More than one service knows it as spam or mass mail.
rule-language-body = It is in a language that you do not usually get mail in.
rule-language-letters = It uses an alphabet that you do not usually get mail in.
rule-like-50 = Its words are found in spam as well as in good mail.
rule-like-60 = It looks a little like mail that was marked as spam here.
rule-like-80 = It looks rather like mail that was marked as spam here.
rule-like-95 = It looks much like mail that was marked as spam here.
rule-like-99 = It looks very much like mail that was marked as spam here.
rule-like-999 = It looks just like mail that was marked as spam here.
rule-like-whole = On the whole it looks like spam that the filter has seen.
rule-like-words = Its words are those of mail that was marked as spam here.
rule-link-detour = A link in it goes by a detour that spam likes to use.
rule-link-empty = A link in it leads nowhere.
rule-link-grey = A link in it leads to a firm that often writes to people unasked.
rule-link-hacked = A link in it leads to an honest site that was hacked for spam.
rule-link-hacked-site = A link in it leads to a site that seems to be hacked.
rule-link-home = A link in it leads to a line of a kind that homes have.
rule-link-host = A link in it leads to a computer that is known to work for spam.
rule-link-in-subject = There is a web address in its subject.
rule-link-inside = A link in it has a whole page packed inside it.
rule-link-leave = The link for leaving the mailing list looks odd.
rule-link-look-alike = A link in it is made to look like a well-known address.
rule-link-mail-address = A mail address in it is known from spam.
rule-link-number = A link in it leads to a bare number in place of a name.
rule-link-odd = A link in it is written in an odd way, as in much spam.
rule-link-only = It holds hardly more than a link.
rule-link-picture = It holds hardly more than a picture to click on.
rule-link-random = A link in it leads to a name that looks like random letters.
rule-link-red = A link in it leads to a page that may well belong to spam.
rule-link-redirect = A link in it goes by way of another site, to hide where it leads.
rule-link-short = A short link in it hides where it leads.
rule-link-shut = A short link in it was shut down because it was used for harm.
rule-link-spam = A link in it leads to a page that spam is known to advertise.
rule-link-store = A link leads to a free place for files, as in much spam.
rule-link-try = A link in it wants you to try or save something, as in much spam.
rule-link-unsafe = A link in it shows a safe address, but leads to an unsafe one.
rule-made-after-end = There is more text behind the end of its page.
rule-made-case = Its page is written in a mix of small and capital letters.
rule-made-copied = It is a copy of a web page.
rule-made-empty-rows = It is padded out with many empty rows.
rule-made-form = It holds things that belong on a web page, not in mail.
rule-made-huge = Some of its letters are very large.
rule-made-music = It wants to play music.
rule-made-tags = Its page was built with mistakes that mail programs do not make.
rule-made-title = Its title and its subject do not fit together.
rule-made-two-links = Its plain text and its fancy text do not have the same links.
rule-made-two-texts = Its plain text and its fancy text do not say the same.
rule-made-typeface = It asks for letters or colours that do not exist.
rule-made-web-mostly = It is nearly all fancy text, with little plain text.
rule-made-web-only = It has fancy text only, with no plain text beside it.
rule-malware-found = A virus scan found something harmful in it.
rule-malware-hacked-net = A link in it leads to a place from which hacked computers are run.
rule-malware-link = A link in it leads to a page that spreads viruses.
rule-malware-macro = The document attached can run a program that may do harm.
rule-malware-name = What is attached has a name that viruses like to use.
rule-malware-thinks = The filter thinks that it holds a virus.
rule-malware-tried = What is attached was tried out, and it did harm.
rule-money-back = It promises your money back if you do not like what you buy.
rule-money-card = It promises a bank card with much money on it.
rule-money-degree = It promises a degree that you need not study for.
rule-money-details = It wants you to fill in a form with facts about yourself.
rule-money-fee = It promises much money, as those do who then want a fee first.
rule-money-form = It promises money if you fill in a form.
rule-money-fraud = It speaks of much money, in words that are known from fraud.
rule-money-hidden = It promises money, and does not show whom it is for.
rule-money-inherit = It speaks of money that somebody left, and that you could have.
rule-money-loan = It speaks of a loan, or of a way out of debt.
rule-money-owed = It says that money is waiting for you.
rule-money-prize = It says that you have won a prize.
rule-money-reply = It promises much money, and comes from a free mail address.
rule-money-share = It promises you a share if you help to move money.
rule-money-shares = It praises shares that you should buy.
rule-money-sums = It speaks of very large sums of money.
rule-money-urgent = It speaks of something urgent, as fraud often does.
rule-money-work = It promises that you can earn much money with little work.
rule-new-link = A link in it leads to an address that is only a few days old.
rule-new-link-15 = A link in it leads to an address that is less than 15 days old.
rule-new-sender-28 = The sender’s address ends in a name that is only some weeks old.
rule-new-sender-7 = The sender’s address ends in a name that is less than a week old.
rule-odd-digits = The sender’s address has a long number in it.
rule-odd-dots = The sender’s address has very many dots in it.
rule-odd-ending = The sender’s address has an ending that spam often has.
rule-odd-link-ending = It names an address with an ending that spam often has.
rule-odd-no-vowel = The sender’s address ends in a name that nobody could say aloud.
rule-odd-one-use = The sender’s address looks as if it was made for this mail only.
rule-odd-random = The sender’s address looks like random letters.
rule-packed-letters = It does not properly say what letters it is written in.
rule-packed-lines = Its lines are longer or shorter than mail programs make them.
rule-packed-name = The sender’s name is packed in a way that it does not need.
rule-packed-no-text = It has no part that can be read as text.
rule-packed-parts = Its parts are not marked the way they should be.
rule-packed-text = Its plain text is packed in a way that only files need.
rule-packed-wrong = It is packed in another way than it says.
rule-phishing-account = It wants you to do something about an account of yours.
rule-phishing-bank = It says that it is from a bank, but nothing proves it.
rule-phishing-firm = It says that it is from a well-known firm, but it does not seem to be.
rule-phishing-form = It sends you to a form on the web that may want your password.
rule-phishing-free-host = A link leads to a web host where false sign-in pages are often kept.
rule-phishing-helpdesk = It says that it is from those who look after your mailbox.
rule-phishing-inside = It comes from within your own firm, but wants your password.
rule-phishing-link = A link in it leads to a page that is known for stealing passwords.
rule-phishing-name = What is attached has a name that password thieves like to use.
rule-phishing-office = It says that it is from a public office, but it does not seem to be.
rule-phishing-other-link = A link in it shows one address, but leads to another.
rule-phishing-paypal = It says that it is from PayPal, but it does not seem to be.
rule-phishing-phrase = It has words that people use to get at your password.
rule-phishing-picture = It shows a well-known firm’s pictures, but is not from that firm.
rule-phishing-sure = The filter is quite sure that it wants your password or your money.
rule-phishing-wants = The filter thinks that it wants your password or your money.
rule-pictures-large = Its pictures take up far more room than its words.
rule-pictures-only = It has pictures, and very few words.
rule-pictures-remote = It shows pictures that lie elsewhere on the web.
rule-pictures-spy = It has a picture that may tell the sender when you open it.
rule-program-mark = It lacks marks that the mail program it names always makes.
rule-program-number = Its serial number is not of the kind that its mail program gives.
rule-program-other = It names a mail program that does not write mail of this kind.
rule-program-outlook = It claims to come from Outlook, but Outlook does not write like that.
rule-program-spam-tool = It looks as if a program made for spam had written it.
rule-program-unknown = It names a mail program that only spam seems to name.
rule-program-web-script = It was sent by a small program on a website, which may be hacked.
rule-proper-leave = It has a proper way to leave the mailing list.
rule-proper-list = It came through a proper mailing list.
rule-proper-locked = It is locked or sealed, as spam hardly ever is.
rule-reply-digits = A reply would go to a free mail address that ends in a number.
rule-reply-domain = A reply would go to some place other than the sender’s.
rule-reply-fraud = A reply would go to an address that is known from money fraud.
rule-reply-free-mail = A reply would go to a free mail address that is not the sender’s.
rule-reply-no-to = It says where to reply, but not whom it is for.
rule-reply-office = It names a public office, but a reply would go to a free mail address.
rule-reply-other-mail = It wants you to write to an address other than the sender’s.
rule-reply-random = A reply would go to an address that looks like random letters.
rule-reply-receipt = It asks your mail program to tell a stranger that you have read it.
rule-reply-yourself = A reply to it would go to yourself.
rule-sent-big-name = The computer that sent it claims to belong to a big mail service.
rule-sent-half-name = The computer that sent it did not give its full name.
rule-sent-home = It seems to have come straight from a home computer.
rule-sent-no-name = The computer that sent it has no name. Those of mail services have one.
rule-sent-no-such = It claims to come by way of a computer that cannot exist.
rule-sent-number = The computer that sent it gave a number in place of a name.
rule-sent-open = It was not safe from prying eyes on the last part of its way.
rule-sent-school = It came by way of a school, which spammers may have misused.
rule-sent-straight = It came straight to your provider, not by way of a mail service.
rule-sent-user = The computer that sent it calls itself just “User”.
rule-sent-wrong-name = The computer that sent it gave a name that does not fit.
rule-server-attacks = The computer that sent it has tried to break into others.
rule-server-criminal = It came from a part of the net that criminals are known to run.
rule-server-hijacked = The computer that sent it seems to be hacked and used for spam.
rule-server-home = It came straight from a line of a kind that homes have.
rule-server-name-bad = Not much good is known of the computer that sent it.
rule-server-name-worst = Much bad is known of the computer that sent it.
rule-server-reported = Others have lately got spam from the computer that sent it.
rule-server-sender = It bears the seal of a sender that is known for spam.
rule-server-spam = The computer that sent it is on a well-known list of spam senders.
rule-server-way = One of the computers on its way is on a list of spam senders.
rule-server-way-home = It was first sent from a home line, as good mail often is too.
rule-signed-all = It passed the sender’s own test: it is really from there.
rule-signed-any-seal = It bears a seal, and the seal is not broken.
rule-signed-forwarded = It was passed on with a seal that is not broken.
rule-signed-helo = The computer that sent it gave its true name.
rule-signed-seal = It bears the sender’s seal, and the seal is not broken.
rule-signed-way = It came from a computer that is allowed to send mail for this sender.
rule-subject-attention = Its subject calls for your attention.
rule-subject-capitals = Its subject is all in capital letters.
rule-subject-family = Its subject speaks of your family.
rule-subject-long = Its subject is very long.
rule-subject-marks = Its subject calls out with “!” or “?”.
rule-subject-money = Its subject names a sum of money.
rule-subject-none = It has no subject.
rule-subject-number = There are odd numbers in its subject.
rule-subject-reply = It claims to be a reply, but there is no sign of an earlier message.
rule-subject-signs = Its subject has signs in it that are not properly written.
rule-subject-stars = Its subject stands between stars.
rule-text-capitals = Much of its text is in capital letters.
rule-to-bounce-many = It looks like a note about failed mail, but went to more than one person.
rule-to-broken = The address it was sent to is not written in the usual way.
rule-to-hidden = It hides whom else it was sent to.
rule-to-nobody = It does not say whom it is for.
rule-to-others = It is addressed to others, but was sent to you.
rule-to-part = In place of your name it uses part of your address.
rule-to-row = It went to a row of people with addresses much like yours.
rule-to-subject = Its subject has your address in it, in place of your name.
rule-trusted-certified = A firm that checks senders of mass mail vouches for this one.
rule-trusted-famous = It really comes from a sender that is on a list of good ones.
rule-trusted-high = The computer that sent it is on a list of those that can be trusted.
rule-trusted-inside = It was sent from within your own firm or group.
rule-trusted-low = The computer that sent it is on a list of those that seldom send spam.
rule-trusted-name = Much good is known of the computer that sent it.
rule-trusted-sealed = It bears the seal of a sender that is on a list of good ones.
rule-trusted-vouched = The sender is on a list of those who promise to mail with care.
rule-trusted-way = It came only by way of computers that your provider trusts.
rule-signed-part = It passed the sender’s own test, though not each part of it.
rule-signed-logo = It bears the sender’s own badge, which was checked.
rule-good-ai = A computer that can read took it for good mail.
rule-known-ai = A computer that can read took it for spam.
rule-known-on-list = Much the same message is on a list that many filters share.
rule-known-trap = It went to an address that is only there to catch spam.
rule-known-wrote = You, or people near you, have sent mail to this sender before.
rule-proper-can-reply = A reply to the sender would get there.
rule-phishing-emotion = Its subject calls out to you, and its link is false.
rule-phishing-copy = It looks like a known message, but its links lead elsewhere.
rule-forged-anyone = The sender lets all computers use its name, so nothing could be proved.
rule-forged-forward-seal = It was passed on, and its seal is broken.
rule-forged-bounce = It says that mail of yours did not arrive, but nothing proves that.
rule-forged-link-name = The sender’s name has a web address in it.
rule-reply-none = The sender says that this address takes no mail.
rule-reply-no-answer = The computer that takes the sender’s mail does not answer.
rule-reply-no-mail = The computer that should take the sender’s mail takes none.
rule-reply-bad-computer = The sender’s mail goes to a computer that is blocked here.
rule-reply-broken = The address for replies is not written as it should be.
rule-reply-title = The address for replies begins with a title, such as “Mr”.
rule-reply-nowhere = A reply to the sender would get nowhere.
rule-reply-lost = A reply to it might not get there.
rule-reply-receipt-other = It wants to tell some other address that you have read it.
rule-reply-throw-away = It names a reply address of a kind that people use once and drop.
rule-server-traps = The computer that sent it has sent mail to traps for spam.
rule-server-attachments = The computer that sent it has sent files that may do harm.
rule-server-way-hijacked = One of the computers on its way seems to be hacked.
rule-server-way-criminal = On its way it came from a part of the net that criminals run.
rule-server-way-attacks = One of the computers on its way has tried to break into others.
rule-phishing-hacked = A link in it leads to an honest site that was hacked to steal passwords.
rule-malware-hacked = A link in it leads to an honest site that was hacked to spread viruses.
rule-link-counted = A link in it counts those who click on it.
rule-link-criminal = A link in it leads to a part of the net that criminals run.
rule-phishing-hacked-blog = It came from a hacked website, and wants your password.
rule-known-look = It looks like a known message, but its words are not the same.
rule-known-words = Its words are those of a known message, but it looks different.
rule-link-at-home = A link in it leads to a place that only one house or firm can reach.
rule-link-words-in-front = A link in it has other words put in front of the true address.
rule-link-backwards = Part of a link in it is written backwards, to look safe.
rule-link-unseen = Unseen signs stand in a link, to get past filters.
rule-link-long = A link in it is very long.
rule-link-dots = A link in it leads to a name with very many dots.
rule-link-in-link = A link in it has one more web address inside it.
rule-link-many-hops = A link in it goes by way of many sites.
rule-link-and-list = A link in it hides where it leads, and other signs speak of spam.
rule-link-hidden-folder = A link in it leads to a hidden place on a site, which may be hacked.
rule-link-dark = A link in it leads to a dark part of the web.
rule-link-owner = A link in it leads to a place that does not show whose it is.
rule-link-nobody = A link in it leads to a kind of store that nobody can close.
rule-link-file = A link in it leads to a file, not to a page on the web.
rule-attached-bait = A program is attached, with a name that tempts you to open it.
rule-attached-program-inside = There is a program inside what is attached.
rule-attached-blown-up = What is attached is small, but swells to a huge size when you open it.
rule-attached-masked = What is attached has a name that hides what it is.
rule-attached-pack-in-pack = What is attached is a pack inside a pack, so that filters see less.
rule-attached-pdf-locked = The PDF file attached is locked, so that no filter can read it.
rule-attached-pdf-slow = The PDF file attached is hard for filters to read.
rule-made-moves-on = It tries to take you to a web page by itself.
rule-made-from-web = It gets part of its looks from the web when you open it.
rule-packed-one-form = It says that it comes in two forms, but one of them is not there.
rule-packed-text-plain = Its plain text is packed, with no need for it.
rule-packed-case = Its top mixes small and capital letters in an odd way.
rule-packed-false-lock = It claims to be locked, but some of its text is not.
rule-hidden-many = Many parts of it are kept out of your sight.
rule-money-stranger = A stranger tells you who he or she is, as many fraud letters do.
rule-date-ahead = Its date is more than two hours in the future.
rule-date-day-ago = It got here more than a day after its date.
rule-form-bare = Hardly anything stands at its top, where proper mail says much.
rule-form-gap = At its top a gap is missing that mail programs always leave.
rule-form-number-sender = Its serial number holds the sender’s own address, which is odd.
rule-form-number-to = Its serial number holds part of the address that it is for, which is odd.
rule-odd-program-account = The sender’s address belongs to a program, not to a person.
rule-odd-www = The sender’s address has “www” in it, as only websites should.
rule-advert-office = It was sent to the front desk of a firm, as mass mail often is.
rule-advert-mass-program = It was made with a program for mass mail that spammers like too.
rule-to-recipients = In place of names it just says “Recipients”.
rule-to-hidden-many = It went to very many people, and hides whom it is for.
rule-to-sorted = The people it went to stand in the order of the alphabet.
rule-subject-spaces = Its subject ends in blank space.
rule-subject-bounce = Its subject is that of a note about mail that got lost.
rule-subject-empty = There is nothing in the line for its subject.
rule-program-never = It names a mail program that does not exist, or that spam made up.
rule-program-yahoo = It claims to come from Yahoo, but Yahoo does not write like that.
rule-program-old = It names a mail program that is many years old.
rule-program-half-name = It names a mail program, but not which version of it.
rule-program-spam-mark = It has a mark that is often seen in spam, and seldom in other mail.
rule-program-web-hidden = It was sent by a hidden program on a website, which may be hacked.
rule-sent-stolen-mailbox = It seems to come from a mailbox that was stolen from its owner.
rule-sent-two-numbers = Two computers on its way gave a number in place of a name.
rule-known-contact = The sender is in your address book.
rule-blocked-sender = This sender is on a block list, yours or your provider’s.
rule-program-web-false = It claims to come from a program on a website, but that may be false.
rule-trusted-provider = It was sent by somebody who has a mailbox at your provider.
rule-link-kind = A link in it is of a kind that spam often has.
rule-form-bad-top = Something at its top is not written as it should be.
rule-attached-blocked = Your provider does not let through files of the kind attached.
rule-blocked-net = It comes from a part of the net that your provider blocks.
rule-blocked-words = It has words that your provider takes for signs of spam.
rule-forged-own-provider = It claims to come from your own provider or firm, but nothing proves it.
rule-adult-thinks = The filter thinks that it is about sex.
rule-forged-pretends = The sender seems to pretend to be somebody else.

message-unwrapped = The spam filter had wrapped this message in a report of its own. This is the message inside.

## HTML mail, in a frame of its own.

letter-title = The message as its sender designed it
letter-safe-view = This is the safe view: only the text, and nothing is loaded from the internet.
letter-show-formatted = Show it as its sender designed it
letter-show-text = Show only the text
letter-own-page = Open it on a page of its own
letter-too-much = This message is too large or too complicated to be shown as its sender designed it. Here is its text.
letter-pictures-blocked =
    { $count ->
        [one] One picture from { $hosts } is not loaded.
       *[other] { $count } pictures from { $hosts } are not loaded.
    }
letter-pictures-why = Loading them would tell the sender that you are reading this, and when.
letter-pictures-help = More about pictures
letter-pictures-once = Show the pictures
letter-pictures-always = Always show them from this sender
letter-pictures-shown =
    { $count ->
        [one] One picture is loaded from { $hosts }, because you allowed it.
       *[other] { $count } pictures are loaded from { $hosts }, because you allowed it.
    }
letter-pictures-stop = Stop loading pictures
letter-pictures-all = Senders whose pictures are loaded

## Whose pictures are loaded.

pictures-title = Senders whose pictures are loaded
pictures-lead = Pictures kept on a sender’s computer are loaded only for the senders and messages you allowed, and never in Spam.
pictures-nobody = You have not allowed any. Each message asks you before it loads pictures.
pictures-messages =
    { $count ->
        [one] 1 message you allowed by itself
       *[other] { $count } messages you allowed one by one
    }
pictures-forbid = Stop loading
pictures-forbid-of = Stop loading pictures from { $sender }
pictures-forbid-messages = Stop loading the pictures of these messages
letter-links =
    { $count ->
        [one] A link in this message leads to { $hosts }.
       *[other] { $count } links in this message lead to { $hosts }.
    }
letter-links-dead = In Spam, links cannot be clicked on.
letter-links-wake = Let me click on them

message-from-html = Shown as text for your safety: nothing is loaded from the internet.
text-drawn = Table or drawing made of letters and signs
message-cut = The message is longer than this. Your mail program shows all of it once it has collected it.
message-no-text = This message has no text to show.
message-attachments =
    { $count ->
        [one] 1 attached file
       *[other] { $count } attached files
    }
message-attachments-explained = A file is saved on your device when you click its name. Open it only if you were expecting it.
message-attachments-spam = Files in spam often carry viruses. Save one only if you know the sender and were expecting it.
message-attachments-wrapped = These files are inside the filter’s report and cannot be saved here. They come with the message once it is delivered.
message-headers = Only the technical lines (headers)
message-source = The message as it was sent, with all its technical lines

## What hangs on a message.

file-message-unnamed = forwarded message
file-kind-message = A message that was forwarded.
file-kind-event = An appointment; your calendar can open it.
file-kind-tnef = Outlook has packed files in here that only Outlook can open. Ask the sender to send them again as ordinary files.
file-kind-signature = The sender’s digital signature, for mail programs that check it. There is nothing to open.
file-kind-pgp-encrypted = A note for mail programs: the message is encrypted with PGP. There is nothing to open.
file-kind-pgp-key = The sender’s public PGP key.
file-kind-smime-message = A message that was encrypted or signed with S/MIME. A mail program that has your certificate can open it.
file-kind-report = A mail server’s report about a message that was sent.
file-warning-two-endings = Its name pretends to be something harmless. Do not open it.
file-warning-program = This is a program, or can start one. In mail these are often viruses.
file-warning-other-type = Its name and its type do not match: it may be something else than it seems. Do not open it unless you know why.
file-warning-web-page = This is a web page. Swindlers send such files to ask for passwords.
message-encrypted = This message is encrypted, so it cannot be read here. Your mail program can show it if it has your key.
message-smime = This message was encrypted or signed with S/MIME in a form that cannot be read here. Your mail program can show it.
message-only-tnef = Outlook has packed this message so that only Outlook can read it. Ask the sender to send it again as HTML or plain text.
event-request = Invitation to an appointment
event-cancel = Appointment cancelled
event-reply = Answer to an invitation
event-entry = An appointment
event-what = What
event-when = When
event-where = Where
event-organizer = Invited by
event-recurs = (more than once)
event-accepted = { $who } has accepted.
event-declined = { $who } has declined.
event-tentative = { $who } may come.
event-from-to = { $begin } – { $end }
event-in-zone = { $when } (time zone { $zone })
event-description = More about it
event-hint = To answer, use your mail program or calendar.
forwarded-title = Forwarded message
forwarded-sent = Sent
forwarded-files = Files in this forwarded message
message-attachment-unnamed = file without a name

## Before a folder is emptied

confirm-spam-title = Empty Spam?
confirm-trash-title = Empty Trash?
confirm-what =
    { $count ->
        [one] 1 message in { $folder } will be deleted for good.
       *[other] { $count } messages in { $folder } will be deleted for good.
    }
confirm-what-and-size =
    { $count ->
        [one] The only message in { $folder } will be deleted for good. That frees { $size }.
       *[other] All { $count } messages in { $folder } will be deleted for good. That frees { $size }.
    }
confirm-no-undo = You cannot undo this: what is deleted for good cannot be opened here any more.
confirm-grace =
    { $count ->
        [one] You have 1 second to change your mind. After that, what is deleted cannot be opened here any more.
       *[other] You have { $count } seconds to change your mind. After that, what is deleted cannot be opened here any more.
    }
confirm-marked =
    { $count ->
        [one] 1 message stays: another mail program has marked it as deleted, and may still want it back. You can delete it in the list.
       *[other] { $count } messages stay: another mail program has marked them as deleted, and may still want them back. You can delete them in the list.
    }
list-marked = (marked as deleted by another mail program)
confirm-newer = Mail that arrives from now on is kept.
confirm-spam-program = Nothing changes in your mail program: it does not see what is in Spam.
confirm-trash-program = Nothing changes in your mail program: it keeps what it has already collected.
confirm-inbox-program = Your mail program keeps what it has already collected. What it has not collected yet is lost.
confirm-do =
    { $count ->
        [one] Delete 1 message for good
       *[other] Delete { $count } messages for good
    }
delete-title =
    { $count ->
        [one] Delete this message for good?
       *[other] Delete these { $count } messages for good?
    }
delete-no-room = Your mailbox is so full that the mail server refused to move this to Trash. Nothing was deleted.
delete-no-room-instead = You can delete for good instead. That needs no room, and makes some at once.
confirm-cancel = No, back to { $folder }
confirm-nothing = { $folder } is already empty. There is nothing to do.
confirm-nothing-back = Back to the overview

## Long work

job-what-empty = Deleting everything in { $folder }
job-what-delete =
    { $count ->
        [one] Deleting 1 message in { $folder } for good
       *[other] Deleting { $count } messages in { $folder } for good
    }
job-what-rescue =
    { $count ->
        [one] Moving 1 message from { $folder } to your Inbox
       *[other] Moving { $count } messages from { $folder } to your Inbox
    }
job-what-restore =
    { $count ->
        [one] Moving 1 message from { $folder } to your Inbox
       *[other] Moving { $count } messages from { $folder } to your Inbox
    }
job-what-trash =
    { $count ->
        [one] Moving 1 message to Trash
       *[other] Moving { $count } messages to Trash
    }
job-what-spam =
    { $count ->
        [one] Moving 1 message to Spam
       *[other] Moving { $count } messages to Spam
    }
job-what-clean =
    { $count ->
        [one] Keeping { $folder } clean: deleting 1 message
       *[other] Keeping { $folder } clean: deleting { $count } messages
    }
job-what-undo =
    { $count ->
        [one] Putting 1 message back in { $folder }
       *[other] Putting { $count } messages back in { $folder }
    }
job-what-read =
    { $count ->
        [one] Marking 1 message as read
       *[other] Marking { $count } messages as read
    }
job-title-percent = { $percent }% – { $what }
job-begins-in =
    { $count ->
        [one] Nothing is deleted yet. It begins in 1 second.
       *[other] Nothing is deleted yet. It begins in { $count } seconds.
    }
job-looking = Looking at the folder…
job-so-many =
    { $count ->
        [one] { $done } of 1 message
       *[other] { $done } of { $count } messages
    }
job-pace-seconds =
    { $count ->
        [one] { $rate } a second. About 1 second left.
       *[other] { $rate } a second. About { $count } seconds left.
    }
job-pace-minutes =
    { $count ->
        [one] { $rate } a second. About 1 minute left.
       *[other] { $rate } a second. About { $count } minutes left.
    }
job-goes-on = You may close this page. The work goes on.
job-undo = Undo: delete nothing
job-stop = Stop now
job-back = Back to { $folder }
job-notice-waiting =
    { $count ->
        [one] { $what } begins in 1 second.
       *[other] { $what } begins in { $count } seconds.
    }
job-notice-running = { $what }: { $percent }% done.
job-notice-done = { $what }: done.
job-notice-part = { $what }: done, but not for all of them.
job-notice-cancelled = { $what }: stopped.
job-notice-failed = { $what }: it could not go on.
undo = Undo
job-notice-look = See more
job-put-back =
    { $count ->
        [one] Undo: put 1 message back
       *[other] Undo: put { $count } messages back
    }
job-done = Done
job-part = Done in part
job-cancelled = Stopped
job-uncertain =
    { $count ->
        [one] The mail server stopped answering. We cannot tell what became of 1 message. Please look at the folder.
       *[other] The mail server stopped answering. We cannot tell what became of { $count } messages. Please look at the folder.
    }
job-failed = It could not go on
job-not-reached =
    { $count ->
        [one] 1 message was not touched.
       *[other] { $count } messages were not touched.
    }
job-trouble-changed = The folder is not what it was when you pressed the button. So nothing more was done. Please look again.
job-trouble-undo-changed = The folder that the messages went to is new by now. So we cannot find them there, and nothing was put back.
job-trouble-more = More messages match now than the page said. So nothing was done. Please look at the list again.
job-trouble-read-only = The mail server lets us read this folder, but not change it.
job-trouble-gone = The folder is not there any more.
job-trouble-password = The mail server does not take your password any more. Sign in with the new one, and the work goes on.
job-trouble-away = The mail server does not answer. We keep trying, and go on when it is back.
job-trouble-store = We cannot note how far we are. So we wait, and try again.
job-trouble-over-quota = Your mailbox is full, and the mail server refused. Make room first: delete for good what you do not need in Spam or Trash. Then try again.
job-trouble-refused = The mail server refused some messages. It says: { $words }

## What an action did, told on the next page
##
## flash-<verb>-<what>; verbs: rescue (Spam to Inbox), restore (Trash to Inbox), delete (for good), trash (Inbox to Trash),
## spam (Inbox to Spam), read, empty.

flash-nothing-chosen = No message was selected, so nothing was done. Tick the boxes in front of the messages first.
flash-undo-already = This was taken back already.
flash-nothing-to-do = There was nothing left to do.
flash-undone-nothing-deleted = You changed your mind in time: nothing was deleted.
flash-missing =
    { $count ->
        [one] 1 message was already gone.
       *[other] { $count } messages were already gone.
    }
flash-newer-kept =
    { $count ->
        [one] 1 newer message was kept.
       *[other] { $count } newer messages were kept.
    }
flash-freed = That frees { $size }.
flash-room = Your mailbox is now { $percent }% full: { $used } of { $limit } used.
flash-over-quota = Your mailbox is full, and the mail server refused. Make room first: delete for good what you do not need in Spam or Trash. Then try again.

flash-rescue-done =
    { $count ->
        [one] 1 message moved to your Inbox. Your mail program will collect it the next time it checks; look for it under its original date.
       *[other] { $count } messages moved to your Inbox. Your mail program will collect them the next time it checks; look for them under their original dates.
    }
flash-rescue-left =
    { $count ->
        [one] 1 message could not be moved and is still in Spam.
       *[other] { $count } messages could not be moved and are still in Spam.
    }
flash-rescue-refused = The mail server refused. Nothing was moved.
flash-rescue-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was moved. Here is how things stand now; look in the Inbox, too.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were moved. Here is how things stand now; look in the Inbox, too.
    }

# A message that the filter had wrapped in a report ("unwrap": the original inside goes to the Inbox, the report is deleted).
flash-unwrap-done = The original message is in your Inbox. Your mail program will collect it the next time it checks; look for it under its original date. The filter’s report around it is deleted.
flash-unwrap-wrapper-left = The original message is in your Inbox, and your mail program will collect it. The filter’s report could not be deleted and is still in Spam.
flash-unwrap-wrapper-unknown = The original message is in your Inbox, and your mail program will collect it. Then the mail server stopped answering: we cannot tell whether the filter’s report is still in Spam. Here is how things stand now.
flash-unwrap-not-found = The mail server took the original, but we could not find it whole in your Inbox. Your mail program may have collected it already. To be safe, the filter’s report with the message inside is still in Spam.
flash-unwrap-unknown = The mail server stopped answering. Nothing is lost: the message is still in Spam. We cannot tell whether the original has come to your Inbox, too. Look there, then try again.
flash-unwrap-nothing-inside = The message could not be taken out of the filter’s report. Nothing was changed. You can still move it as it is.
flash-unwrap-too-large = The message is larger than { $size }, too large to be taken out of the filter’s report here. Nothing was changed. You can still move it as it is.
flash-unwrap-over-quota = Your mailbox is full, so the original could not be delivered. Nothing was changed: the message is still in Spam. Empty Trash first, then try again.
flash-unwrap-reports-left =
    { $count ->
        [one] The filter’s report around 1 of them is still in Spam.
       *[other] The filter’s reports around { $count } of them are still in Spam.
    }
flash-unwrap-still-wrapped =
    { $count ->
        [one] 1 message could not be taken out of the filter’s report. Open it to move it as it is.
       *[other] { $count } messages could not be taken out of the filter’s report. Open them to move them as they are.
    }
flash-unwrap-refused = The mail server refused. Nothing was changed: the message is still in Spam.

flash-restore-done =
    { $count ->
        [one] 1 message is now in your Inbox. Your mail program will collect it the next time it checks; look for it under its original date.
       *[other] { $count } messages are now in your Inbox. Your mail program will collect them the next time it checks; look for them under their original dates.
    }
flash-restore-left =
    { $count ->
        [one] 1 message could not be moved and is still where it was.
       *[other] { $count } messages could not be moved and are still where they were.
    }
flash-restore-refused = The mail server refused. Nothing was moved.
flash-restore-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was moved. Here is how things stand now; look in the Inbox, too.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were moved. Here is how things stand now; look in the Inbox, too.
    }

flash-delete-done =
    { $count ->
        [one] 1 message deleted for good. Your mail program keeps any copy it already has.
       *[other] { $count } messages deleted for good. Your mail program keeps any copies it already has.
    }
flash-delete-left =
    { $count ->
        [one] 1 message could not be deleted and is still here.
       *[other] { $count } messages could not be deleted and are still here.
    }
flash-delete-refused = The mail server refused. Nothing was deleted.
flash-delete-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was deleted. Here is how things stand now.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were deleted. Here is how things stand now.
    }

flash-clean-done =
    { $count ->
        [one] 1 message deleted for good. Nothing changes in your mail program.
       *[other] { $count } messages deleted for good. Nothing changes in your mail program.
    }
flash-clean-left =
    { $count ->
        [one] 1 message could not be deleted and is still here.
       *[other] { $count } messages could not be deleted and are still here.
    }
flash-clean-refused = The mail server refused. Nothing was deleted.
flash-clean-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was deleted. Here is how things stand now.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were deleted. Here is how things stand now.
    }

flash-trash-done =
    { $count ->
        [one] 1 message moved to Trash. It takes up room until Trash is emptied. Your mail program cannot collect it from there, but keeps any copy it already has.
       *[other] { $count } messages moved to Trash. They take up room until Trash is emptied. Your mail program cannot collect them from there, but keeps any copies it already has.
    }
flash-trash-left =
    { $count ->
        [one] 1 message could not be moved and is still where it was.
       *[other] { $count } messages could not be moved and are still where they were.
    }
flash-trash-refused = The mail server refused. Nothing was deleted.
flash-trash-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was moved to Trash. Here is how things stand now.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were moved to Trash. Here is how things stand now.
    }

flash-spam-done =
    { $count ->
        [one] 1 message moved to Spam. Your mail program can no longer collect it, but keeps any copy it already has.
       *[other] { $count } messages moved to Spam. Your mail program can no longer collect them, but keeps any copies it already has.
    }
flash-spam-left =
    { $count ->
        [one] 1 message could not be moved and is still in the Inbox.
       *[other] { $count } messages could not be moved and are still in the Inbox.
    }
flash-spam-refused = The mail server refused. Nothing was moved.
flash-spam-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was moved to Spam. Here is how things stand now.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were moved to Spam. Here is how things stand now.
    }

flash-undo-done =
    { $count ->
        [one] 1 message is back where it was.
       *[other] { $count } messages are back where they were.
    }
flash-undo-missing =
    { $count ->
        [one] 1 message could not be found any more: your mail program may have collected it, or moved it elsewhere.
       *[other] { $count } messages could not be found any more: your mail program may have collected them, or moved them elsewhere.
    }
flash-undo-left =
    { $count ->
        [one] 1 message could not be put back.
       *[other] { $count } messages could not be put back.
    }
flash-undo-refused = The mail server refused. Nothing was put back.
flash-undo-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was put back. Please look at both folders.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were put back. Please look at both folders.
    }
flash-read-done =
    { $count ->
        [one] 1 message marked as read. Your mail program will still collect it.
       *[other] { $count } messages marked as read. Your mail program will still collect them.
    }
flash-read-left =
    { $count ->
        [one] 1 message could not be marked.
       *[other] { $count } messages could not be marked.
    }
flash-read-refused = The mail server refused. Nothing was marked.
flash-read-unknown = The mail server stopped answering. Here is how things stand now.

flash-empty-done =
    { $count ->
        [one] 1 message deleted for good. Nothing changes in your mail program.
       *[other] { $count } messages deleted for good. Nothing changes in your mail program.
    }
flash-empty-nothing = There was nothing left to delete.
flash-empty-left =
    { $count ->
        [one] 1 message could not be deleted and is still here.
       *[other] { $count } messages could not be deleted and are still here.
    }
flash-empty-refused = The mail server refused. Nothing was deleted.
flash-empty-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was deleted. Here is how things stand now.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were deleted. Here is how things stand now.
    }

## Signing in

sign-in-title = Sign in to your mailbox
sign-in-explained = See what your mail program does not show you: Spam, Trash, and how full your mailbox is.
sign-in-address = E-mail address
sign-in-password = Password
sign-in-password-hint = The one your mail program uses to collect your mail.
sign-in-password-show = Show the password
sign-in-help = I cannot sign in
sign-in-guide = What helps
sign-in-meant = Did you mean:
sign-in-caps-lock = Caps Lock is on: you are typing capital letters.
sign-in-ended = You were signed out. That happens after { $minutes } minutes without a click, after { $hours } hours in any case, and when the password was changed. Please sign in again.
cookies-off = Your browser does not keep cookies from this site. Without them we cannot know that you are signed in. Please allow cookies for this site, then load the page again.
clock-wrong = The clock of this device is more than an hour wrong. Secure connections can fail because of it. Please set date, time and time zone.

doctor-title = Why can’t I sign in?
doctor-lead = Tell us your address, and we look at what can be seen from here. No password is needed.
doctor-look = Look
doctor-seen = What we see
doctor-fine = In order:
doctor-wrong = Not in order:
doctor-address = We look after mail for { $domain }. Whether the part before the @ is right, only you can see.
doctor-server-up = Your mail server answers. We asked it just now.
doctor-server-slow = The mail server has not answered yet, and we waited for five seconds. Please look again in a minute.
doctor-tries-left = There were not too many tries: you can try at once.
doctor-cookies-on = Your browser keeps our cookies.
doctor-clock = Here it is { $now }. Some hours more or less are only another time zone. If your device shows quite another day, its clock is wrong.
doctor-if = Is it one of these?
doctor-if-password = You are not sure about the password, or you have forgotten it.
doctor-if-capitals = Capital letters: Caps Lock is on, or your phone writes the first letter large.
doctor-if-keyboard = The keyboard has another language: then y and z, or the @, are on other keys.
doctor-if-changed = The password was changed. A mail program or a phone may still send the old one, and the mail server then locks everybody out.
doctor-if-program-works = Your mail program collects mail, but the sign-in here fails.
doctor-if-connections = The page speaks of too many connections.
doctor-if-refused = The mail server says that the account is locked, or that the password has expired.
doctor-if-asked-again = You got in, but you are asked for the password again and again.
doctor-again = Back to the sign-in

## When something does not work

error-page-ways = Where you can go from here
error-page-number = If you ask somebody for help, tell them this number:

## Help

help-title = Help
help-search-label = Search the help
help-tags = Topics
help-all = All
help-nothing = No article has these words. Try other words, or fewer.
help-back = All articles
help-related = Read on
# The name of the small # beside a heading, for those who do not see it.
help-part = Link to this part
help-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
help-days-unknown = as long as your provider has decided
help-by-tag = All articles by topic
help-contents = On this page
help-vote-change = Change my answer
help-missing = What was missing?
help-missing-hint = One sentence is enough. Please write no password and no private matters: it is kept with this article, without your name, and only your provider reads it.
help-missing-send = Send
help-vote = Did this help you?
help-vote-yes = Yes, it helped
help-vote-no = No, it did not
help-voted-yes = Thank you. We are glad it helped.
help-voted-no = Thank you for telling us. Somebody can help you in person:
# The same where the provider has named no place to ask.
help-voted-no-thanks = Thank you for telling us.
help-useful =
    { $count ->
        [one] 1 person found this useful
       *[other] { $count } people found this useful
    }

## Settings for the mail program

setup-title = Settings for your mail program
setup-explained = Choose what you have. Each way shows every step, with your own settings in it.
setup-explained-pop = Choose what you have. All steps are for POP now, with your own settings in them.
setup-another = Another address
setup-ask-why = Type your e-mail address first. Then all pages show the settings that are right for you.
setup-here-iphone = On this iPhone
setup-here-ipad = On this iPad
setup-here-mac = On this Mac or iPad
setup-here-android = On this Android phone or tablet
setup-here-windows = On this Windows computer
setup-here-linux = On this Linux computer
setup-ways-other = Other programs and devices
setup-ways-all = What do you read your mail with?
setup-by-hand = The settings, if you want to type them yourself
setup-login = User name
setup-password = Password
setup-password-is = the password of your e-mail address
setup-host = Server
setup-port = Port
setup-security = Security
setup-copy = Copy
setup-copied = Copied
setup-which = POP or IMAP: which one should I choose?
setup-ask = Your e-mail address
setup-ask-go = Show the settings
setup-kind = IMAP or POP?
setup-kind-imap = IMAP: choose this one
setup-kind-imap-why = It shows all folders, Spam and Trash too. Your phone and your computer show the same mail. If a device breaks, no mail is lost.
setup-kind-pop = POP: if you are used to it
setup-kind-pop-why = It collects the Inbox only. Tell your program to leave mail on the server for some days: then other devices can collect it, too.
setup-kind-pop-steps = Show the steps for POP
setup-kind-pop-how = How to leave mail on the server
setup-phone = On your phone
setup-phone-how = Point the camera of your phone at this picture. The phone then offers to open this page there.
setup-phone-picture = A picture for the camera of a phone. It leads to { $url }

## The file that sets up an iPhone, iPad or Mac

setup-profile-title = The quick way
setup-profile-why = One button sets up Mail for { $address }. You only type your password.
setup-profile-button = Set up Mail
setup-profile-pop = The same with POP
setup-profile-phone = On an iPhone or iPad
setup-profile-mac = On a Mac
setup-profile-phone-allow = Press the button. If you are asked whether the page may load a profile, tap “Allow”.
setup-profile-phone-install = Open the app “Settings”. Tap “Profile Downloaded” near the top. If you do not see it, tap “General”, then “VPN & Device Management”. Choose the profile and tap “Install”.
setup-profile-phone-password = Type the code of your device, tap “Install” again, then type the password of your e-mail address. Tap “Done”.
setup-profile-mac-open = Press the button. If you are asked, click “Allow”. Then open the folder “Downloads” and double-click the new file.
setup-profile-mac-install = Open “System Settings” and click “General”, then “Device Management”. On older Macs it is “Privacy & Security”, then “Profiles”. Double-click the profile, then click “Install”.
setup-profile-mac-password = Type the password of your e-mail address when you are asked for it. Then open Mail.
setup-by-steps = Step by step

## Mail programs, and how people recognise theirs

setup-program-iphone = Mail on an iPhone or iPad
setup-about-iphone = The app with a white envelope on blue.
setup-program-apple-mail = Apple Mail on a Mac
setup-about-apple-mail = The program called Mail, which every Mac has.
setup-program-outlook = New Outlook
setup-about-outlook = There is a cog at the top right, and no “File” at the top left.
setup-program-outlook-classic = Classic Outlook
setup-about-outlook-classic = There is “File” at the top left.
setup-program-thunderbird = Thunderbird
setup-about-thunderbird = Free, for Windows, Mac and Linux. It finds the settings by itself.
setup-program-gmail = Gmail on an Android phone
setup-about-gmail = The app with a large M. It shows mail of other providers, too.
setup-program-samsung-email = Samsung Email
setup-about-samsung-email = The app called Email on phones and tablets by Samsung.
setup-program-other = Another program
setup-about-other = All settings in the order in which most programs ask.

## Step by step: /setup/{program}. $kind is IMAP or POP, $version IMAP or POP3. Put names of buttons as the program itself shows them in your language.

setup-steps-lead = With these steps your mail arrives in this program. Names of buttons may differ a little in your version.
setup-steps-which = How to collect mail
setup-steps-imap = IMAP (best for most people)
setup-steps-pop = POP
setup-steps-all = All programs and settings
setup-steps-address = The drawings show your own settings when you type your address here.
setup-drawing = Drawing: what you see in { $program }
setup-drawing-screen = Drawing: what you see on your screen
setup-press = Press:
setup-trouble = It does not work?
setup-trouble-check = Compare every letter with the drawings. A blank at the end or a wrong letter is enough.
setup-trouble-login = What to do when you cannot sign in
setup-trouble-phone = More about mail on a phone
setup-trouble-apple-mail = More about Apple Mail
setup-trouble-outlook = More about Outlook
setup-trouble-thunderbird = More about Thunderbird
setup-value-name = your name
setup-value-password = your password
setup-step-keep-copies = Last, let the program leave copies of your mail on the server, for some days if it lets you choose. Then your other devices can collect it, too.
setup-iphone-open = Open the app “Settings”. Tap “Apps”, then “Mail”, then “Mail Accounts”. On older devices: “Mail”, then “Accounts”.
setup-iphone-other = Tap “Add Account”. Below the list of providers tap “Other”, then “Add Mail Account”.
setup-iphone-account = Type your name, your address and your password. Tap “Next”.
setup-iphone-servers = At the top tap { $kind }. Fill in both servers. Type the user name and the password for the outgoing server, too, even if it says “Optional” there. Tap “Next” and wait a moment.
setup-iphone-save = Tap “Save”. Your mail is now in the app “Mail”.
setup-mac-open = Open “Mail”. In the menu at the very top click “Mail”, then “Add Account”. If Mail asks for an account by itself, you are there already.
setup-mac-other = Choose “Other Mail Account” and click “Continue”.
setup-mac-account = Type your name, your address and your password. Click “Sign In”.
setup-mac-account-pop = Type your name, your address and your password. Hold down the Option key (⌥) while you click “Sign In”. Without it, Mail may choose IMAP by itself.
setup-mac-servers = Mail may find the rest by itself. If it shows more fields, fill them in like this and click “Sign In” again.
setup-mac-servers-pop = Mail now shows more fields. Choose POP as the account type and fill them in like this. Click “Sign In” again.
setup-mac-done = Leave the tick at “Mail” and click “Done”. The tick at “Notes” is not needed.
setup-outlook-open = Click the cog at the top right. Click “Accounts”, then “Your accounts”, then “Add account”.
setup-outlook-address = Type { $address } and click “Continue”.
setup-outlook-kind = If Outlook asks for your provider, choose { $kind }. You may have to click “Choose provider” or “Show all” first.
setup-outlook-servers = Type your password. Switch “Show more” on. Compare all fields and correct what is different. Click “Continue”.
setup-outlook-cloud = Read this before you type your password. As far as we know, computers at Microsoft fetch your mail and keep a copy. For that Outlook gives them your password. If you do not want this, close the window and use another program, such as Thunderbird.
setup-outlook-cloud-pop = Read this before you type your password. With IMAP, as far as we know, computers at Microsoft fetch your mail, and Outlook gives them your password for that. We do not know if it is the same with POP. If you do not want this, close the window and use another program, such as Thunderbird.
setup-outlook-done = If Outlook tells you that it copies your mail to Microsoft, click “Continue” only if you agree. Close the window when Outlook says that it is done.
setup-classic-open = Click “File” at the top left, then “Add Account”.
setup-classic-address = Type { $address }. Click “Advanced options”, tick “Let me set up my account manually” and click “Connect”.
setup-classic-kind = Click { $kind }.
setup-classic-servers = Fill in the fields. Leave the ticks below as they are. Click “Next”.
setup-classic-password = Type your password and click “Connect”.
setup-classic-user = Outlook took your address for the user name, and here it is another. Click “File”, then “Account Settings”, then “Account Name and Sync Settings”. Change the user name to this one.
setup-classic-done = Take the tick away from “Set up Outlook Mobile on my phone, too”. Click “Done”.
setup-thunderbird-open = Click the three lines (☰) at the top right, then “New Account”, then “Email”. In older versions: “Account Settings”, “Account Actions”, “Add Mail Account”.
setup-thunderbird-address = Type your name and your address. If there is a field for the password, type it, too. Click “Continue”.
setup-thunderbird-found = Thunderbird looks for the settings. When it has found them, choose { $version } and click “Continue” or “Done”. Type your password when you are asked for it.
setup-thunderbird-manual = Only if it has found nothing: click “Edit configuration” or “Configure manually”, and fill in the fields like this.
setup-thunderbird-done = Click “Finish”. Your mail is on the left, below your address.
setup-gmail-open = Open the Gmail app. Tap your picture or letter at the top right, then “Add another account”.
setup-gmail-other = Tap “Other”. Do not choose Google here.
setup-gmail-address = Type your address and tap “Next”.
setup-gmail-kind = If you are asked for the kind of account, tap this one. Then type your password and tap “Next”.
setup-gmail-incoming = Compare the settings for incoming mail. Some of the fields may be missing. Tap “Next”.
setup-gmail-outgoing = The same for outgoing mail. The switch “Require sign-in” stays on. Tap “Next”.
setup-gmail-done = Tap “Next” twice. To see this mail in Gmail, tap your picture at the top right and choose { $address }.
setup-samsung-open = Open the app “Email”. If there is an account in it already: tap the three lines, then the cog, then “Add account”.
setup-samsung-other = Tap “Other”.
setup-samsung-address = Type your address and your password. Do not tap “Sign in”, but “Manual setup” at the bottom.
setup-samsung-kind = Choose this kind of account.
setup-samsung-servers = Fill in the servers. The password is there already. Tap “Sign in”.
setup-samsung-done = Wait until the app has looked at the servers. Then your mail appears.
setup-other-open = In your program look for “Add account” or “New account”. It is often in the settings, below “Accounts”.
setup-other-account = Type your name, your address and your password. Many programs find the rest by themselves: then you are done.
setup-other-account-pop = Type your name, your address and your password. Look for POP before you finish: many programs choose IMAP by themselves.
setup-other-kind = If it asks for the kind of account, choose { $kind }.
setup-other-servers = If it asks for servers, fill in these. There may be a choice of “manual” settings to click first.
setup-other-done = If it asks how to sign in, choose “Password” or “Normal password”, for outgoing mail too. Save.

## Names in the windows of mail programs, for the drawings

setup-ui-add-account = Add Account
setup-ui-new-account = New Account
setup-ui-mac-provider = Choose a Mail account provider
setup-ui-mac-account = Add a Mail account
setup-ui-mac-other = Other Mail Account
setup-ui-outlook = Outlook
setup-ui-outlook-add = Add your email account
setup-ui-outlook-provider = Choose your email provider
setup-ui-outlook-sync = Sync your account
setup-ui-classic-advanced = Advanced setup
setup-ui-classic-settings = Account Settings
setup-ui-classic-manual = ✓ Let me set up my account manually
setup-ui-thunderbird-add = Add your email account
setup-ui-thunderbird-found = Settings found
setup-ui-thunderbird-manual = Manual configuration
setup-ui-gmail-set-up = Set up email
setup-ui-gmail-add = Add your email address
setup-ui-gmail-enter = Enter your email
setup-ui-gmail-kind = What type of account is this?
setup-ui-gmail-incoming = Incoming server settings
setup-ui-gmail-outgoing = Outgoing server settings
setup-ui-samsung-set-up = Set up email
setup-ui-samsung-add = Add new account
setup-ui-samsung-manual = Manual setup
setup-ui-samsung-kind = Select account type
setup-ui-samsung-servers = Server settings
setup-ui-servers = Server settings
setup-ui-kind-plain = { $kind }
setup-ui-kind-version = { $version }
setup-ui-kind-gmail = Personal ({ $version })
setup-ui-kind-samsung = { $version } account
setup-ui-other = Other
setup-ui-name = Name
setup-ui-full-name = Full name
setup-ui-email = Email
setup-ui-email-address = Email address
setup-ui-password = Password
setup-ui-user = User name
setup-ui-username = Username
setup-ui-kind = Kind of account
setup-ui-account-type = Account type
setup-ui-protocol = Protocol
setup-ui-server = Server
setup-ui-smtp-server = SMTP server
setup-ui-imap-server = Incoming server
setup-ui-port = Port
setup-ui-security-type = Security type
setup-ui-incoming = Incoming server
setup-ui-incoming-port = Incoming port
setup-ui-incoming-security = Incoming security
setup-ui-incoming-encryption = Incoming encryption method
setup-ui-incoming-host-name = Incoming: Host Name
setup-ui-incoming-hostname = Incoming hostname
setup-ui-incoming-connection = Incoming connection security
setup-ui-incoming-mail-server = Incoming Mail Server
setup-ui-outgoing = Outgoing server
setup-ui-outgoing-port = Outgoing port
setup-ui-outgoing-security = Outgoing security
setup-ui-outgoing-encryption = Outgoing encryption method
setup-ui-outgoing-host-name = Outgoing: Host Name
setup-ui-outgoing-hostname = Outgoing hostname
setup-ui-outgoing-connection = Outgoing connection security
setup-ui-outgoing-mail-server = Outgoing Mail Server
setup-ui-authentication = Authentication method
setup-ui-normal-password = Normal password
setup-ui-advanced-options = Advanced options
setup-ui-next = Next
setup-ui-continue = Continue
setup-ui-connect = Connect
setup-ui-sign-in = Sign in

## What went wrong (src/web/error.rs): error-<kind>-title and -text

error-not-found-title = There is no such page
error-not-found-text = The address may be mistyped, or the page is no longer there.
error-field-title = Something was missing from what was sent
error-field-text = Please go back, look at the page again and try once more. Nothing was changed.
error-field-named-text = The field “{ $field }” is missing or not as it should be. Nothing was changed. Please go back and try once more.
error-too-large-title = That is too much at once
error-too-large-text = Please select fewer messages and try again. Nothing was changed.
error-foreign-title = This did not come from one of our pages
error-foreign-text = For your safety nothing was changed. Please open the page here and press the button there.
error-other-form-title = This page is out of date
error-other-form-text = It was made for another sign-in or another folder, so nothing was touched. Please open the folder again and press the button there.
error-method-title = This page cannot be opened like that
error-method-text = It only takes what one of our buttons sends. Nothing was changed.
error-timeout-title = This took too long
error-timeout-text = We stopped waiting. Please look at the folder again to see how things stand now.
error-too-often-title = Too many votes at once
error-too-often-text =
    { $minutes ->
        [one] Too many votes came from your network in a short time. Your vote was not counted. Please try again in 1 minute.
       *[other] Too many votes came from your network in a short time. Your vote was not counted. Please try again in { $minutes } minutes.
    }
error-requests-title = Too many pages at once
error-requests-text = More pages were asked for in a short time than we draw for one browser or one network. Nothing was changed. Please wait a few seconds, then try again.
error-internal-title = Something went wrong here
error-internal-text = This is our fault, not yours. Your mail is safe. Please try again in a few minutes.
error-store-title = Something of ours is not working at the moment
error-store-text = The webmail cannot reach its own records just now. Your mail is safe, nothing was changed, and whoever was signed in stays signed in. Please try again in a minute.
error-no-spam-title = You have no Spam folder
error-no-spam-text = Your mailbox has no folder for spam. Your provider may deliver everything to the Inbox, or call the folder by a name we do not know.
error-no-trash-title = You have no Trash folder
error-no-trash-text = Your mailbox has no folder for deleted mail, so nothing can be put there. Nothing was changed.
error-changed-title = This folder has changed in the meantime
error-changed-text = It is no longer as the page showed it, so nothing was touched. Please look at the folder again.
error-more-title = More messages match now
error-more-text = More messages match now than the page said, so nothing was touched. Please look at the list again, and decide anew.
error-gone-title = This message is no longer here
error-gone-text = It was moved or deleted in the meantime, here or by your mail program.
error-read-only-title = Nothing can be changed in this folder
error-read-only-text = Your provider only lets you read it. Nothing was changed.
error-password-changed-title = Please sign in again
error-password-changed-text = The mail server no longer accepts the password you signed in with. It may have been changed in the meantime.
error-sign-in-refused-title = The mail server does not let you in
error-sign-in-refused-text = The account may be locked, or the password may have expired. Please ask your provider.
error-unreachable-title = The mail server does not answer
error-unreachable-text = We cannot reach it at the moment. Your mail is safe, and you are still signed in. Please try again in a few minutes.
error-busy-title = Too much is going on at once
error-busy-text = Your mail server allows only a few connections at a time, and all are in use. Please wait half a minute and try again.
error-too-many-connections-title = Too many connections to your mailbox
error-too-many-connections-text = Your mail server allows only a few programs at a time in one mailbox. Please close your mail program on one device, wait a minute and try again.
error-over-quota-title = Your mailbox is full
error-over-quota-text = There is no room left, so the mail server refused. Delete for good what you do not need in Trash or Spam, or empty Trash, then try again.
error-refused-title = The mail server refused
error-refused-text = It did not do what was asked, and gave no reason that would help you. Nothing was changed.
error-unknown-title = The mail server stopped answering
error-unknown-text = We could not tell whether it was done. Please look at the folder again to see how things stand now.

error-way-again = Try again
error-way-back = Back to the folder
error-way-overview = Overview
error-way-help = Help
error-way-sign-in = Sign in
error-way-cannot-sign-in = Why can’t I sign in?
error-way-guide = What this means, and what helps
error-way-look-trash = Look through Trash
error-way-look-spam = Look through Spam
error-way-empty-trash = Empty Trash

## Why signing in failed (src/login/failure.rs): login-<kind>-title and -text

login-no-domain-title = Please type your full e-mail address
login-no-domain-text = The part with the @ is missing. Type the whole address, such as anna@example.net.
login-malformed-title = This is not an e-mail address
login-malformed-text = Please check it for spaces and typing mistakes. It should look like anna@example.net.
login-no-password-title = The password is missing
login-no-password-text = Type the password that your mail program uses to collect your mail.
login-not-served-title = We do not look after mail for { $domain }
login-not-served-text = This webmail is only for addresses of { $brand }. Please check the part after the @. If it is right, ask the provider of that address.
login-too-many-title = Too many tries
login-too-many-text =
    { $minutes ->
        [one] To keep others from guessing passwords, please wait 1 minute before you try again.
       *[other] To keep others from guessing passwords, please wait { $minutes } minutes before you try again.
    }
login-wrong-password-title = Address and password do not match
login-wrong-password-text = The mail server did not accept them. Type the password slowly once more: it is the one your mail program uses. Was it changed lately? Then only the new one counts.
login-doubt-address = In the field for the password you typed your address.
login-doubt-hidden = The password holds a sign that cannot be seen. That happens when it is copied. Please type it by hand.
login-doubt-blanks = The password begins or ends with a blank. Was it copied along?
login-doubt-capitals = All letters of the password were capitals. Is Caps Lock on?
login-doubt-switched = Capital and small letters of the password look exchanged. Is Caps Lock on?
login-doubt-keyboard = The password holds letters of another alphabet. Is the keyboard set to another language?
login-doubt-smart = The password holds a curly quote or a long dash. Phones make these of plain ones. Please type it by hand.
login-server-says = The mail server says: “{ $text }”
login-away-since = The mail server has not answered since { $since }. We asked it last on { $asked }.
login-refused-title = The mail server does not let you in
login-refused-text = The account may be locked, or the password may have expired. Please ask your provider.
login-expired-title = Your password has expired
login-expired-text = The mail server takes it no longer, because it is too old. Set a new one at your provider, and then in every mail program.
login-locked-title = The mail server has locked this account
login-locked-text = It does not let you in, perhaps for a time only. A mail program or a phone that still sends an old password can be the cause. Please ask your provider.
login-not-private-title = The mail server wants a better protected connection
login-not-private-text = Your password was not refused: the way from this webmail to the mail server is not as safe as the server wants it. Only your provider can mend that. Please tell them.
login-ask-provider-title = The mail server wants you to call your provider
login-ask-provider-text = It does not let you in, and only your provider can say why. Please ask them.
login-connections-title = Too many connections to your mailbox
login-connections-text = Your password was not refused. Your mail server allows only a few programs at a time in one mailbox: each phone, each computer and this page count. Close your mail program on one device, wait a minute and try again.
login-not-secure-title = There is no safe way to the mail server
login-not-secure-text = The mail server did not prove who it is, so we did not send it your password. Only your provider can mend that. Please tell them.
login-busy-title = The mail server is busy
login-busy-text = Please wait half a minute and try again. Your password was not refused.
login-server-away-title = The mail server does not answer
login-server-away-text = We cannot reach it at the moment, so we cannot tell whether the password is right. Please try again in a few minutes.
flash-session-ended = You were signed out in the meantime. Nothing was changed. Please sign in and press the button again.
flash-signed-out = You are signed out.
flash-signed-out-here = You are signed out on this device. The webmail cannot reach its own records just now, so it forgets this session later, by itself.

## Server settings

setup-profile-description = Sets up { $address } in Mail. Your password is not in this file: your device asks for it.
setup-pop = POP: collects mail, shows the Inbox only
setup-imap = IMAP: shows every folder
setup-smtp = Sending mail (SMTP)

## What stands in an article for {login} when the address is not known, and for a server that is not configured

help-login-address = your full e-mail address
help-login-local-part = just the first part of your e-mail address, before the @ sign
# In brackets: next to “Host Name:” it must not look like something to type.
help-setting-unknown = (please ask your provider for this)
flash-pictures-forbidden = Those pictures are no longer loaded.
flash-pictures-spam = Pictures are never loaded in Spam.
flash-voted-yes = Thank you. It is good to know that this helped.
flash-voted-missing = Thank you. What you wrote helps us to make this article better.
flash-voted-no = Thank you. We will look at this article again.

## The spam filter’s switch

filter-title = The spam filter
filter-lead = Your provider’s filter looks at all mail that comes in, and marks what looks like spam. Here you choose what becomes of marked mail.
filter-lead-elsewhere = Your provider’s filter looks at all mail that comes in. What looks like spam is marked, or put into Spam.
filter-help = What the switch means
filter-now = What your mail server does
filter-is-on = On. Your mail server puts marked mail into Spam.
filter-is-outdated = On, but out of date. Your provider’s filter or your Spam folder has changed since our rules were written.
filter-is-off = Off. Our rules for marked mail do not run.
filter-is-inactive = Not active. Other rules were made active instead, so our rules for marked mail do not run.
filter-is-inactive-alone = Not active. Our rules for marked mail are there, but somebody has switched them off.
filter-is-changed = Another program has changed what we wrote on your mail server. So we leave it as it is, and the switch does not work here.
filter-pop-on = Your mail program does not see the Spam folder. Look through it here once a week or so.
filter-pop-outdated = Some marked mail may come to your Inbox, or go into another folder. The button “Bring up to date” puts that right.
filter-pop-off = Your own rules or your provider may still put marked mail into Spam. All other mail comes to your Inbox, and your mail program collects it.
filter-changed-way-out = To use the switch, open the program that keeps your mail rules. First make your own rules active there, if you have any. Then delete the rules called “{ $name }”, and come back to this page.
filter-switch-on = Switch on
filter-update = Bring up to date
filter-switch-off = Switch off
filter-remove = Remove our rules
filter-missing = It cannot be switched on: your mail server lacks “{ $what }”. Only your provider can change that.
filter-no-folder = It cannot be switched on: you have no Spam folder, and your mail server does not let us have one made. Please ask your provider for one.
filter-rules = Your own rules
filter-rules-none = Your mail server names no other active rules of yours.
filter-rules-beside = Your own rules, “{ $name }”, stay as they are. They look at all mail that is not marked. To change them, choose “{ $name }” in the program that keeps your rules, not “{ $ours }”.
filter-rules-active = Your own rules, “{ $name }”, are active. They stay as they are, whichever way you turn the switch. When it is on, they look at all mail that is not marked.
filter-rules-active-only = Your own rules, “{ $name }”, are active.
filter-rules-perhaps = Your own rules, “{ $name }”, are still named in what was changed. As far as we can tell, they run.
filter-rules-unknown = We cannot tell which of your own rules run now. The program that keeps your rules shows it.
filter-rules-gone = Your own rules, “{ $name }”, are not there any more under this name. So your mail server leaves them out. If you have renamed them: switch off here, make them active in the program that you made them with, and switch on again.
filter-new-mail = A change is for new mail only. What is in Spam now stays there.
filter-panel = Your provider’s own switch
filter-panel-text = There is a switch on your provider’s page for customers. You may need another password there.
filter-panel-link = Open the page of { $brand }
filter-provider = Your provider decides
filter-provider-text = This webmail cannot turn the filter on or off: your provider has given it no switch. Please ask your provider.
filter-text = From your provider
filter-back = Back to Spam
flash-filter-on = It is switched on. From now on your mail server puts marked mail into Spam.
flash-filter-off = It is switched off. Our rules for marked mail do not run any more. Your own rules or your provider may still put marked mail into Spam.
list-spam-filter = The spam filter: on or off?
error-filter-away-title = The mail server does not answer about its rules
error-filter-away-text = We cannot reach the part of it that keeps your mail rules. Your mail and your own rules are safe. Please try again in a few minutes; the page then says what is on and what is off.
error-filter-sign-in-title = The mail server keeps its rules to itself
error-filter-sign-in-text = It does not let us look at your mail rules, though it lets us read your mail. Nothing was changed. Please tell your provider.
error-filter-refused-title = The mail server refused
error-filter-refused-text = It did not take the change. Your own rules are as they were. Please try again, or ask your provider.
error-filter-missing-title = Your mail server cannot do this
error-filter-missing-text = It lacks something that the switch needs. Nothing was changed. Only your provider can change that.
error-filter-full-title = There is no room for more rules
error-filter-full-text = Your mail server keeps only so many rules for you. Nothing was changed. Delete rules that you do not use, in the program that you made them with, then try again.
error-filter-beside-title = Your own rules cannot run beside ours
error-filter-beside-text = Your mail server cannot run beside our rules what runs for you now: rules of your own, or of your provider. So nothing was switched, and those rules are as they were. Only your provider can change that.
error-filter-changed-title = Another program has changed our rules
error-filter-changed-text = So we left everything as it is, and nothing was switched. The page of the switch says what you can do.
error-filter-interfered-title = Another program is at work on your mail rules
error-filter-interfered-text = It changed something at the same moment, so we stopped. Your own rules were not touched by us. Please look again what is on now.
error-way-filter = Look at the switch

## For those who look after the site

admin-title = How things stand
admin-door = Sign in to look after this site
admin-door-for = This is for the people who run the webmail. To read your mail, go to the webmail itself.
admin-door-hint = This is not the password of a mailbox.
admin-code = Code
admin-code-hint = The six digits that your app shows now. Each code works once.
admin-wrong = That did not open the door. Please check the password.
admin-wrong-code = That did not open the door. Please check the password and the code. A code works once: wait for the next one.
admin-too-many =
    { $minutes ->
        [one] Too many tries have failed. Please wait a minute.
       *[other] Too many tries have failed. Please wait { $minutes } minutes.
    }
admin-way-back = How things stand
admin-ended-title = You were signed out
admin-ended-text = Nothing was changed. What you typed is still in the page before this one. Open a second tab and sign in there. Then come back here, go one page back, and press the button again.
admin-other-form-text = It was made for another sign-in, or for something else. Nothing was changed. Please open the page again and press the button there.
admin-too-large-text = An article may have 256 kB. Nothing was changed.
admin-store-text = The database does not answer. Nothing was changed. The log says more. Please try again in a minute.
admin-internal-text = The log says what. Please try again in a few minutes.
admin-servers = Mail servers
admin-server-up = It answers, since { $since }. We asked it last on { $asked }.
admin-server-away = It has not answered since { $since }. We asked it last on { $asked }.
admin-server-unasked = It has not been asked yet.
admin-server-has-all = It can do all that we use.
admin-server-lacks = It lacks what stands here first; behind it stands what we do instead.
admin-server-untold = What it can do is known as soon as somebody signs in.
admin-capabilities = What it says it can do
admin-failures = Sign-ins that failed, in the last two weeks
admin-failures-none = None.
admin-other-domain = another, or none
admin-failed-no-domain = no @ in the address
admin-failed-malformed = not an address
admin-failed-no-password = no password
admin-failed-not-served = a domain that is not here
admin-failed-too-many = too many tries
admin-failed-wrong-password = wrong password
admin-failed-expired = the password has run out
admin-failed-locked = the mailbox is locked
admin-failed-not-private = the mail server wants TLS
admin-failed-ask-provider = the mail server says: ask the provider
admin-failed-refused = the mail server refused
admin-failed-busy = all our connections were in use
admin-failed-connections = the mail server has too many connections
admin-failed-not-secure = the mail server’s certificate is not good
admin-failed-server-away = the mail server did not answer
admin-jobs = Long work
admin-jobs-none = Nothing is under way.
admin-job-at-work = at work
admin-job-waiting = waits
admin-job-done = done just now
admin-job-cancelled = stopped just now
admin-job-failed = failed just now
admin-verb-rescue = Spam to the Inbox
admin-verb-restore = Trash to the Inbox
admin-verb-delete = deleting for good
admin-verb-trash = to Trash
admin-verb-spam = to Spam
admin-verb-read = marking as read
admin-verb-empty = emptying
admin-verb-clean = cleaning by age
admin-verb-undo = taking back
admin-missing = What visitors missed in an article
admin-missing-none = Nobody has said anything yet.
admin-address = (address)
admin-articles = Help articles
admin-written = (written here)
admin-col-article = Article
admin-col-count = How often
admin-col-day = Day
admin-col-domain = Domain
admin-col-how = How it stands
admin-col-letters = Letters
admin-col-many = How many
admin-col-not-useful = Not useful
admin-col-said = In their words
admin-col-useful = Useful
admin-col-version = Version
admin-col-what = What
admin-col-when = When
admin-col-why = Why
admin-new = Write a new article
admin-new-hint = Its name in the address, such as opening-hours: small letters, digits and hyphens.
admin-new-write = Write it
admin-new-article = There is no such article yet. Readers see it once you have saved it.
admin-as-shown = As readers see it
admin-text = The article
admin-text-hint = Between the two lines +++ stand title, summary and tags. Below them is the text, in Markdown.
admin-preview = As readers would see it
admin-preview-it = Preview
admin-save = Save and show
admin-kept = This is what readers see now. Other servers of this site show it within half a minute.
admin-has-mistakes = Nothing was saved: please mend this first.
admin-size = Nothing was saved: an article is not empty and has at most 256 kB.
admin-too-many-articles = Nothing was saved: there are too many articles that were written here.
admin-sealed-for-another = Nothing was saved: you have signed in anew since this page was opened. Your text stands below. Press the button once more.
admin-conflict = Nothing was saved: somebody else has saved this article while you wrote. Their text comes first, yours stands below it. Bring both together in yours and save it: then yours takes the place of theirs.
admin-conflict-back = Nothing was changed: somebody else has saved this article in the meantime. This is what they wrote.
admin-theirs = What somebody else has saved
admin-versions = What it was before
admin-version = Version { $number }
admin-version-file = The text of the file
admin-version-none = Nothing: it was written here
admin-version-now = (now)
admin-version-nothing = This article was written here. Before that there was none.
admin-bring-back = Show readers this version again
admin-take-away = Take this article away

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

storage-title = How full your mailbox is
storage-used = { $used } of { $limit } used ({ $percent }%)
storage-free = { $size } free. There is room for new mail.
storage-nearly-full = Your mailbox is nearly full. When it is full, new mail is turned away. You can make room here:
storage-full = Your mailbox is full, and new mail may be turned away. You can make room here:
storage-largest = Largest messages in the Inbox
storage-largest-explained = Delete what your mail program has already collected. It goes to Trash first. That frees no room until you empty Trash.
storage-unknown = Your mail server does not tell us a limit. There is nothing you need to do.

## Lists

list-inbox-explained = Your mail program collects these messages from here.
list-spam-explained = The spam filter put these messages aside. Your mail program does not see them.
list-trash-explained = Deleted messages stay here and still take up room. Your mail program does not see them.
list-inbox-nothing = Your Inbox is empty. That is normal: your mail program has collected everything.
list-spam-nothing = Nothing in Spam. No messages are being kept from your mail program here.
list-trash-nothing = Nothing in Trash. It takes up no room.
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
caution-name-says = The name says “{ $said }”, but the address is { $address }.
caution-several = More than one sender is named: also { $others }.
caution-letters = The internet address is written with letters that only look like ordinary ones: { $shown } is really { $wire }.
caution-like-yours = The internet address looks like { $yours }, but it is { $wire }.
caution-replies = If you reply, your reply goes to { $address }, not to the sender.
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
sender-confirmed = The provider confirmed that this really comes from { $domain }. That alone does not make it harmless.
sender-not-confirmed = The provider could not confirm that this really comes from { $domain }.
sender-checks = How the sender was checked: { $checks }
why-rule = Rule
why-points = Points
why-says = What the filter says

# Reasons of a spam filter in plain words: first as a sentence, then in a few words for the list.
reason-blocked = You, or your provider, have blocked this sender.
reason-test = It is the test message that every filter must treat as spam.
reason-malware = It carries a virus or other malware, or leads to a page that does.
reason-phishing = It looks like phishing: somebody wants your password or card number.
reason-extortion = It asks for money, or offers it, in a form such as Bitcoin.
reason-link-listed = A link in it leads to an address that is known for spam.
reason-server-listed = The computer that sent it is on a public list of known spam senders.
reason-known-spam = Many other people got the same message and reported it as spam.
reason-learned = Its words are like those of spam the filter has learned from.
reason-sender-forged = The sender’s address could not be confirmed; it may be forged.
reason-scam = It promises money, an inheritance or a prize.
reason-drugs = It offers medicine or a miracle cure.
reason-adult = It is about sex.
reason-disguised = Its words are spelled oddly, to get past filters.
reason-hidden = It contains text that you cannot see.
reason-new-domain = It names a web or mail address that is only a few days old.
reason-odd-domain = The sender’s internet address is of a kind that spammers like to use.
reason-replies-elsewhere = A reply would go to an address other than the sender’s.
reason-program-forged = It claims to come from a mail program that did not write it.
reason-odd-server = The computer that sent it does not have a proper name, as mail servers do.
reason-odd-link = It hides where a link leads.
reason-attachment = It has an attachment of a dangerous kind.
reason-wrong-date = Its date is wrong: far in the past, or in the future.
reason-headers = Something that every proper message has is missing or wrong.
reason-not-to-you = It is not properly addressed to you, or does not show whom it is for.
reason-language = It is written in a language or alphabet that you do not usually get mail in.
reason-greeting = It does not greet you by name, but with words such as “Dear friend”.
reason-advertising = It looks like advertising sent to very many people.
reason-shouting = It shouts in capital letters, or its subject is odd or missing.
reason-pictures = It consists of pictures with hardly any text.
reason-bad-html = It is carelessly made, as mass mail often is.
reason-encoded = It is put together in a way that ordinary mail programs seldom use.
reason-free-mail = It comes from an address at a free mail service.
reason-history = Earlier messages from this sender were spam.

# What speaks for a message.
good-listed = You, or your provider, have allowed this sender.
good-learned = Its words are like those of good mail.
good-known = Earlier mail from this sender was good.
good-trusted-server = The computer that sent it is known for good mail.
good-signed = It really comes from the address that it names.
good-form = It is made the way that proper mail is.

short-reason-blocked = blocked sender
short-reason-test = test message
short-reason-malware = malware
short-reason-phishing = phishing
short-reason-extortion = Bitcoin
short-reason-link-listed = known spam link
short-reason-server-listed = known spam server
short-reason-known-spam = reported by many
short-reason-learned = words like spam
short-reason-sender-forged = sender not confirmed
short-reason-scam = promises money
short-reason-drugs = offers medicine
short-reason-adult = about sex
short-reason-disguised = disguised words
short-reason-hidden = hidden text
short-reason-new-domain = brand-new address
short-reason-odd-domain = unusual sender address
short-reason-replies-elsewhere = replies go elsewhere
short-reason-program-forged = forged mail program
short-reason-odd-server = server without a name
short-reason-odd-link = hidden link
short-reason-attachment = dangerous attachment
short-reason-wrong-date = wrong date
short-reason-headers = not a proper message
short-reason-not-to-you = not addressed to you
short-reason-language = unusual language
short-reason-greeting = impersonal greeting
short-reason-advertising = advertising
short-reason-shouting = capitals, odd subject
short-reason-pictures = mostly pictures
short-reason-bad-html = carelessly made
short-reason-encoded = unusual format
short-reason-free-mail = free mail service
short-reason-history = sent spam before

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
letter-misleading = A link says “{ $says }”, but leads to { $leads }. Somebody may be trying to deceive you.

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
confirm-marked =
    { $count ->
        [one] 1 message stays: another mail program has marked it as deleted, and may still want it back. You can delete it in the list.
       *[other] { $count } messages stay: another mail program has marked them as deleted, and may still want them back. You can delete them in the list.
    }
list-marked = (marked as deleted by another mail program)
confirm-newer = Mail that arrives from now on is kept.
confirm-spam-program = Nothing changes in your mail program: it does not see what is in Spam.
confirm-trash-program = Nothing changes in your mail program: it keeps what it has already collected.
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
confirm-cancel = No, back to { $folder }
confirm-nothing = { $folder } is already empty. There is nothing to do.
confirm-nothing-back = Back to the overview

## What an action did, told on the next page
##
## flash-<verb>-<what>; verbs: rescue (Spam to Inbox), restore (Trash to Inbox), delete (for good), trash (Inbox to Trash),
## spam (Inbox to Spam), read, empty.

flash-nothing-chosen = No message was selected, so nothing was done. Tick the boxes in front of the messages first.
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
        [one] 1 message is back in your Inbox. Your mail program will collect it the next time it checks; look for it under its original date.
       *[other] { $count } messages are back in your Inbox. Your mail program will collect them the next time it checks; look for them under their original dates.
    }
flash-restore-left =
    { $count ->
        [one] 1 message could not be moved and is still in Trash.
       *[other] { $count } messages could not be moved and are still in Trash.
    }
flash-restore-refused = The mail server refused. Nothing was moved.
flash-restore-unknown =
    { $count ->
        [one] The mail server stopped answering. We cannot tell whether 1 message was moved. Here is how things stand now; look in the Inbox, too.
       *[other] The mail server stopped answering. We cannot tell whether { $count } messages were moved. Here is how things stand now; look in the Inbox, too.
    }

flash-delete-done =
    { $count ->
        [one] 1 message deleted for good. Nothing changes in your mail program.
       *[other] { $count } messages deleted for good. Nothing changes in your mail program.
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

flash-trash-done =
    { $count ->
        [one] 1 message moved to Trash. It takes up room until Trash is emptied. Your mail program can no longer collect it, but keeps any copy it already has.
       *[other] { $count } messages moved to Trash. They take up room until Trash is emptied. Your mail program can no longer collect them, but keeps any copies it already has.
    }
flash-trash-left =
    { $count ->
        [one] 1 message could not be moved and is still in the Inbox.
       *[other] { $count } messages could not be moved and are still in the Inbox.
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
setup-explained = Type these into your mail program when it asks for a server.
setup-login = User name
setup-password = Password
setup-password-is = the password of your e-mail address
setup-host = Server
setup-port = Port
setup-security = Security
setup-which = POP or IMAP: which one should I choose?
setup-ask = Your e-mail address
setup-ask-go = Show the settings

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
error-too-often-text = Too many votes came from your network in a short time. Your vote was not counted. Please try again in some minutes.
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
error-way-pop-and-imap = Why there are folders my mail program does not show
error-way-using = How to use this webmail
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
login-wrong-password-text = The mail server did not accept them. Check that the Caps Lock key is off, and type the password slowly once more. It is the same one your mail program uses.
login-refused-title = The mail server does not let you in
login-refused-text = The account may be locked, or the password may have expired. Please ask your provider.
login-busy-title = The mail server is busy
login-busy-text = Please wait half a minute and try again. Your password was not refused.
login-server-away-title = The mail server does not answer
login-server-away-text = We cannot reach it at the moment, so we cannot tell whether the password is right. Please try again in a few minutes.
flash-session-ended = You were signed out in the meantime. Nothing was changed. Please sign in and press the button again.
flash-signed-out = You are signed out.
flash-signed-out-here = You are signed out on this device. The webmail cannot reach its own records just now, so it forgets this session later, by itself.

## Server settings

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
flash-voted-no = Thank you. We will look at this article again.

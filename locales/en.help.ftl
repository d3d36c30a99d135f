### Help. Merged into locales/en/.

help-title = Help
help-search-label = What do you need help with?
help-search-button = Search
help-all-articles = All articles
help-nothing-found = No article has these words. Try fewer or other words.
help-related = Read next
help-vote-question = Was this article useful?
help-vote-yes-button = Yes, it helped
help-vote-no-button = No, it did not
help-vote-yes = Thank you. It is good to know that this helped.
help-vote-no = Thank you. We will look at this article again.
help-useful-count =
    { $count ->
        [one] One reader found this useful.
       *[other] { $count } readers found this useful.
    }

## What stands in an article for {login} when the address is not known, and for a server that is not configured.

help-login-address = your full e-mail address
help-login-local-part = the part of your e-mail address before the @
help-setting-unknown = ask your provider

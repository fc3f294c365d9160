;;; What somebody does in Emacs: opens a postmortem, has a heading mended, saves.  -*- lexical-binding: t -*-
;; The folder PMLINT_SESSION has the document, and gets the report.

(require 'json)
(require 'flymake)
(setq make-backup-files nil create-lockfiles nil enable-local-variables nil)

(defvar session-folder (file-name-as-directory (getenv "PMLINT_SESSION")))
;; Only ever waited out where something is wrong.
(defvar session-deadline 60)

(defun session-wait (what is-done)
  "Wait for WHAT until IS-DONE gives something, and give that."
  (let ((until (time-add nil session-deadline)) result)
    (while (not (setq result (funcall is-done)))
      (when (time-less-p until nil)
        (error "Waited in vain for %s" what))
      (accept-process-output nil 0.05))
    result))

(defun session-found ()
  "The rules and lines that are shown."
  (mapcar (lambda (it)
            (let ((lsp (alist-get 'eglot-lsp-diag (flymake-diagnostic-data it))))
              `((code . ,(plist-get lsp :code))
                (line . ,(line-number-at-pos (flymake-diagnostic-beg it))))))
          (flymake-diagnostics)))

(defun session-has (code)
  "What is shown of the rule CODE."
  (seq-find (lambda (it) (equal (alist-get 'code it) code)) (session-found)))

(find-file (concat session-folder "docs/postmortem.md"))
;; Without a terminal no command ends, which is what Eglot waits for.
(run-hooks 'post-command-hook)
(session-wait "diagnostics" (lambda () (session-has "not-a-heading")))
(let ((before (session-found)) after)
  (goto-char (point-min))
  (forward-line (1- (alist-get 'line (session-has "not-a-heading"))))
  ;; As if somebody at the keyboard took the one that is proposed.
  (cl-letf ((last-nonmenu-event ?\r)
            ((symbol-function 'completing-read)
             (lambda (_prompt _choices &optional _test _must _initial _history proposed &rest _) proposed)))
    (eglot-code-actions (point) (line-end-position) "quickfix" t))
  ;; Eglot tells of a change when Emacs has been idle for a while, or when it is saved; without a terminal it is
  ;; never idle.
  (save-buffer)
  (session-wait "the end of the finding" (lambda () (not (session-has "not-a-heading"))))
  (setq after (session-found))
  (with-temp-file (concat session-folder "report.json")
    (insert (json-encode `((before . ,(vconcat before)) (after . ,(vconcat after)))))))

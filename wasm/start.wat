;; Runs the guest's runtime initialization when the module is instantiated, so
;; that no host can forget it or do it twice.
(module
  (import "go" "_initialize" (func $initialize))
  ;; wasm-merge leaves a start function unresolved that is itself an import.
  (func $start (call $initialize))
  (start $start))

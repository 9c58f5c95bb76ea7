/* The package's own tokenizer, which it does not show to Python: one function beside its source.
 * Compiled by learn.py with -I to the package's folder. */
#include "e5.c"

int tokens_of(e5_model *model, const char *text, int *found, int most) {
    int count = tok_content(&model->tok, text, found + 1, most - 2);
    found[0] = model->tok.bos;
    found[count + 1] = model->tok.eos;
    return count + 2;
}

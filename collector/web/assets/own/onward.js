// Presses the one button of a page that only passes somebody on; without a script a finger does.

const onward = document.querySelector("[data-onward]");
if (onward.tagName === "FORM") onward.requestSubmit();
else location.assign(onward.href);

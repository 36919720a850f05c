"""Names of anything, for the tests of matching."""

from hypothesis import strategies as st

from sales_deals.tools import matching

any_names = st.text(st.sampled_from("abkłó رضا\u200cكی .-12"), max_size=40) | st.text(max_size=60)
folded_names = any_names.map(matching.fold_text)

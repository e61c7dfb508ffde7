/** What the cast says in English. `>` is whoever starts, `<` answers, `{word}` is one of a list. */
import type { Phrases } from './phrases.ts'

export const english: Phrases = {
  exchanges: [
    `> Are you free {day}? I was thinking of {place}.
     < Yes, but not before {hour}.
     > Perfect. Shall I book a table?
     < Please do, for {number}. My sister is in town.
     > Done {smile}`,
    `> The {plant} came up overnight! All {number} of them.
     < Photos or it didn't happen
     > They look like tiny green commas.
     < So it is a sentence now {smile}`,
    `> My train is {number} minutes late. Again.
     < Which line?
     > The one along the river. At least the view is good.
     < Take your time, I'll keep the soup warm.`,
    `> Have you finished the book?
     < Two chapters left. I don't trust the {person}.
     > Nobody should trust the {person}.
     < Don't say another word!`,
    `> How did the interview go?
     < Better than I feared. They asked about the {thing} for half an hour.
     > And what did you say?
     < That I broke it twice and fixed it three times.
     > Honest. I like it.`,
    `> Can I borrow your {tool} {day}?
     < Of course, it hangs behind the door. Key is where it always is.
     > Under the third pot?
     < Under the third pot.
     > Thank you {smile}`,
    `> I found the recipe: {link}
     < How much {food} does one person need?
     > It says {number} for four, but they have never met us.
     < Double, then.`,
    `> Is it only me or is the {thing} slow today?
     < Works here. Did you restart it?
     > …
     > It works now.
     < {smile}`,
    `> Shall we plan the trip? To {place}, or to the coast?
     < The coast in {month}, any other time {place}.
     > Then I look for a hut by the sea. {number} nights?
     < One more than that. You always say so on the last day.`,
    `> Reminder: we meet {day} at {hour}, the usual place.
     < I'll bring {food}.
     > And the good knife, please. Ours could not cut water.`,
    `> Just walked {number} km with the dog. My legs are noodles.
     < And the dog?
     > Asks when we leave for the second half.`,
    `> Do you still have the notes from {day}?
     < Yes, here: {link}
     < Page {number} is the part about the {thing}.
     > You are a lifesaver {smile}`,
    `> It snowed! In {month}!
     < On my washing, yes.
     > At least now it is freeze-dried.`,
    `> I can't decide between the blue one and the green one.
     < Blue. You have {number} green ones already.
     > That is exactly why green feels safe.
     < Blue.
     > Fine. Blue it is.`,
    `> The choir needs one more alto {day}. Interested?
     < I sing like a {tool}.
     > So does half the choir. There is cake afterwards.
     < You could have opened with the cake {smile}`,
  ],
  asides: [
    'On my way.',
    'Sounds good {smile}',
    'Let me check and tell you later.',
    'Ha, exactly!',
    'Call you after {hour}?',
    'Good morning {smile}',
    'Sleep well!',
    'This made me think of you: {link}',
    'Sorry, only saw this now.',
    '{smile}',
    '👍',
    'No hurry at all.',
    'I owe you a coffee.',
    'Back home. It was lovely, thank you.',
  ],
  alone: [
    'News from the garden: the {plant} are out!',
    '{number} of them, and a snail who thinks they are hers.',
    'I carried her to the compost. She waved.',
    'Also, I finally found the {tool}. It was in the shed all along, behind the other {tool}.',
    'Do you need {food}? I made far too much.',
    'No answer needed before {hour}, I am at {place} until then.',
    'Oh, and somebody left a note at the gate. No name, nice handwriting.',
    'It says: "Thank you for the {plant}."',
    'I gave nobody any {plant}. Was it you?',
    'Anyway. Here is what I promised you: {link}',
    'Page {number}, the drawing at the bottom.',
    'Sleep well {smile}',
    'One more thing: the {thing} works again. I did nothing. It scares me.',
  ],
  long: `Long story, so get a cup of tea first.

We set off at six because the forecast promised sun until noon. By seven we stood in front of a closed bridge with a sign that only said "soon". A farmer on a tractor explained that "soon" was a word from last spring. So we took the ferry, which is a flat boat, a rope, and a man called Anton who tells you about his knee.

On the other side it started to rain. Not the polite kind. We found a barn, ate all the sandwiches that were meant for the summit, and played cards with a deck of 49. Nobody knows which three are missing, so every game ended with an argument about whether it had been possible at all.

We never saw the summit. Best day of the year.`,
  words: {
    day: ['tomorrow', 'on Friday', 'on Saturday', 'next Tuesday', 'on Sunday'],
    hour: ['six', 'half past seven', 'noon', 'eight', 'four'],
    place: [
      'the noodle place',
      'the lake',
      'the old harbour',
      'the hill behind the mill',
      'the night market',
    ],
    plant: ['radishes', 'tomatoes', 'sunflowers', 'beans', 'pumpkins'],
    person: ['gardener', 'captain', 'cousin', 'lighthouse keeper', 'second violin'],
    thing: ['scheduler', 'printer', 'old database', 'map', 'heating'],
    tool: ['ladder', 'drill', 'bread tin', 'bicycle pump', 'wheelbarrow'],
    food: ['dumplings', 'bread', 'olives', 'plum cake', 'roasted chestnuts'],
    month: ['March', 'May', 'September', 'October'],
    number: ['2', '3', '5', '7', '9', '12', '15'],
    link: [
      'https://example.org/recipes/lentil-soup',
      'https://example.com/trips?from=harbour&nights=3',
      'https://example.org/notes/2026/spring#part-two',
      'https://example.net/maps/river-walk',
    ],
    smile: ['😄', '🙏', '🌱', '😂', '🎉', '❤️', '🫶', '👩🏽‍🌾', '☕️', '🚲'],
  },
}

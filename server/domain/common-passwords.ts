/**
 * The passwords of eight characters and more that are tried first. A short list on purpose: the limits on guessing
 * leave an attacker a few dozen tries a day, and these are what they would be spent on.
 */
const common = new Set(
  `00000000 11111111 111222333 11223344 1122334455 12121212 123123123 12312312 1234567890 1234554321 12341234
  12344321 12345678 123456789 1234567891 12345678910 123456781 123456780 123456789a 123456789q 123456987 12345abc
  12345qwert 123654789 123698745 123abc123 123qwe123 123qweasd 123qweasdzxc 13131313 135792468 13579246810
  147258369 147852369 159357456 18181818 19841984 19861986 19871987 19881988 19891989 1a2b3c4d 1q2w3e4r 1q2w3e4r5t
  1q2w3e4r5t6y 1qaz1qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20002000 20082008 20102010 20202020 20212021 21212121 22222222
  23232323 31415926 314159265 321321321 32165498 33333333 36925814 44444444 456456456 5201314520 520520520 52013145
  521521521 55555555 56785678 66666666 66668888 69696969 741852963 7758258775 77777777 78787878 789456123 789789789
  87654321 88888888 88889999 963852741 98765432 987654321 9876543210 99999999 999999999 a1234567 a12345678
  a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 aaaaaaaa aaaa1111 abc12345 abc123456 abc123abc abcd1234
  abcd12345 abcdefgh abcdefghi access14 adgjmptw admin123 admin1234 admin12345 administrator adminadmin alexander
  amanda123 angelica anthony1 asas1234 asd123456 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl asdfqwer
  asdqwe123 babygirl baseball baseball1 basketball bismillah blink182 bonjour1 brooklyn butterfly butthead carolina
  caroline champion changeme charlie1 chelsea1 chocolate christian christine cocacola coffee123 computer computer1
  corvette creative danielle december default1 dolphins dragon123 einstein elephant elizabeth eminem123 facebook
  fernando football football1 forever1 freedom1 friends1 fuckyou1 fuckyou2 gangster garfield gfhjkmgfhjkm goodluck
  google123 guest123 hello123 hello1234 hellokitty helloworld homer123 iloveyou iloveyou1 iloveyou2 infinity
  internet jennifer jessica1 jonathan jordan23 justin123 killer123 kimberly letmein1 letmein123 lifehack liverpool
  liverpool1 login123 logitech lovelove loveyou1 manchester marlboro master123 maverick mercedes michael1 michelle
  midnight mississippi monkey123 mountain mustang1 myspace1 mypassword nicholas nintendo nothing1 november
  p@ssw0rd p@ssword pa55word pa55w0rd passpass passw0rd password password! password01 password1 password1! password11
  password12 password123 password1234 password2 password3 password7 password9 patricia pakistan pokemon1 portugal
  precious princess princess1 q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qazwsxedcrfv qaz123456 qq123456 qq123456789
  qq5201314 qwaszx12 qweasd123 qweasdzxc qwe123456 qwer1234 qwerasdf qwerqwer qwert123 qwert12345 qwertyui
  qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qweqweqwe rangers1 remember rockyou1 rootroot
  samantha samsung1 scorpion secret123 security september serenity shadow123 slipknot snowball spiderman
  spongebob starwars starwars1 steelers stephanie summer123 sunflower sunshine sunshine1 superman superman1
  superstar swordfish target123 teacher1 telefone temp1234 tennessee test1234 testing1 testtest thailand thomas123
  tigger123 trustno1 twilight undertaker user1234 valentina veronica victoria virginia w1985222 welcome1 welcome123
  whatever william1 windows1 woaini123 woaini1314 woaini520 woaini521 woainima wojiushiwo wordpass xiaoming xiaoxiao
  xxxxxxxx yankees1 yuantuo2012 z1x2c3v4 zaq12wsx zaq1zaq1 zhang123 zhangwei zxcvbnm1 zxcvbnm123 zxczxczxc zzzzzzzz`.split(
    /\s+/,
  ),
)

export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase()) || /^(.)\1*$/u.test(password)
}
